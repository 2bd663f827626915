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

    /// Puts findings before those of an object, lest they be the ones that are left out.
    package mutating func merge(_ verdict: Verdict, intoFrontOf key: ObjectKey) {
        var merged = verdict
        merged.formUnion(byObject[key] ?? Verdict())
        byObject[key] = merged
    }

    /// Adds findings to those of an object.
    package mutating func merge(_ verdict: Verdict, into key: ObjectKey) {
        byObject[key, default: Verdict()].formUnion(verdict)
    }
}

extension Verdict {
    /// The most errors, and the most warnings, that an object is told; who mends those is told the next.
    package static let limit = 100

    /// Adds what is not there yet, up to ``limit``.
    package mutating func formUnion(_ other: Verdict) {
        Self.add(other.errors, to: &errors)
        Self.add(other.warnings, to: &warnings)
    }

    private static func add(_ findings: [Finding], to known: inout [Finding]) {
        for finding in findings {
            guard known.count < limit else { return }
            if !known.contains(finding) { known.append(finding) }
        }
    }
}
