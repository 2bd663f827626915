package import KubernetesAPI

/// What the objects of a host are told so far; an object is in it as soon as it was reached.
package struct Verdicts: Sendable, Equatable {
    /// The verdicts by object.
    package private(set) var byObject: [ObjectKey: Verdict] = [:]

    /// Nobody was reached yet.
    package init() {}

    /// Notes that an object was reached.
    package mutating func reach(_ key: ObjectKey) {
        if byObject[key] == nil { byObject[key] = Verdict() }
    }

    /// Notes what makes an object invalid; the same thing is noted once.
    package mutating func report(_ error: Finding, on key: ObjectKey) {
        merge(Verdict(errors: [error]), into: key)
    }

    /// Adds findings to those of an object.
    package mutating func merge(_ verdict: Verdict, into key: ObjectKey) {
        byObject[key, default: Verdict()].formUnion(verdict)
    }
}

extension Verdict {
    /// Adds what is not there yet.
    package mutating func formUnion(_ other: Verdict) {
        for error in other.errors where !errors.contains(error) { errors.append(error) }
        for warning in other.warnings where !warnings.contains(warning) { warnings.append(warning) }
    }
}
