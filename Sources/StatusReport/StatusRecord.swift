import KubernetesAPI
import RoutingGraph

/// What the ledger knows of one object.
///
/// There may be ten thousands, and most of them are at rest: what passes is kept apart and costs them one word.
@dynamicMemberLookup
struct StatusRecord: Sendable {
    /// The object as far as is known: from the watch, or from an answer, whichever is newer.
    var observed: ObservedObject
    /// What it is to be told.
    var told: ObjectStatus?
    /// Whether its class belongs to another controller.
    var isForeign = false

    /// The version the watch brought last.
    var seen: String
    /// The version an answer brought that the watch has not; nil when the watch is known to be up to date.
    var awaited: String?

    /// What stood there as it should, so that others' changes can be told from ours; nil when nothing did.
    var settledAddress: [PublishedAddress]?
    var settledReport: ValidityReport?

    private var box = Box.empty

    private indirect enum Box: Sendable {
        case empty
        case full(Passing)
    }

    /// What an object at rest has nothing of.
    struct Passing: Sendable, Equatable {
        /// What the watch brought after an answer, which may be older than that, and since when.
        var suspect: ObservedObject?
        var suspectSince: ContinuousClock.Instant?
        /// What the watch brought while a request was under way.
        var arrived: ObservedObject?

        /// The request under way.
        var request: Request?
        /// Whether the object has to be read before anything else.
        var needsRead = false
        /// The whole object, read to be replaced.
        var document: Node?

        /// The contest over the address, and that over the conditions.
        var address = Contest()
        var conditions = Contest()
        /// Whether the next write may take the address from its owner.
        var mayForceAddress = false

        /// Writes in a row that met another version, and that were refused.
        var staleWrites = 0
        var refusals = 0
        /// Nothing is asked before.
        var retryAt: ContinuousClock.Instant?
    }

    subscript<Value>(dynamicMember path: WritableKeyPath<Passing, Value>) -> Value {
        get {
            if case .full(let passing) = box { passing[keyPath: path] } else { Passing()[keyPath: path] }
        }
        set {
            var passing = if case .full(let passing) = box { passing } else { Passing() }
            passing[keyPath: path] = newValue
            box = passing == Passing() ? .empty : .full(passing)
        }
    }

    /// A request and what it is for.
    struct Request: Sendable, Equatable {
        var id: Int
        /// What is written; nil when the object is read.
        var plan: StatusPlan?
        /// Whether the status is replaced, or read to be replaced.
        var replaces = false
    }

    init(_ observed: ObservedObject) {
        self.observed = observed
        seen = observed.resourceVersion
    }

    /// How long the watch may lag behind an answer before the object is read.
    static let echoBound: Duration = .seconds(2)

    /// A new term begins: what was so before is not known to be so.
    mutating func beginTerm() {
        (settledAddress, settledReport) = (nil, nil)
        var passing = Passing()
        (passing.request, passing.arrived, passing.needsRead) = (self.request, self.arrived, self.needsRead)
        (passing.suspect, passing.suspectSince) = (self.suspect, self.suspectSince)
        box = passing == Passing() ? .empty : .full(passing)
    }

    /// Takes in what the watch brought. Answers whether the object is known better by it.
    ///
    /// Versions are [opaque](https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions), so what comes
    /// before the echo of an answer may be older than it; it must not lead to a write.
    mutating func accept(_ object: ObservedObject, at now: ContinuousClock.Instant) -> Bool {
        if let awaited {
            let isNewer = object.resourceVersion == awaited || object.generation > observed.generation
            guard isNewer || object.hasSameStatus(as: observed) else {
                self.suspect = object
                self.suspectSince = self.suspectSince ?? now
                return false
            }
            if isNewer { self.awaited = nil }
        }
        replace(by: object)
        return true
    }

    /// Takes in what an answer brought, which is the truth, and then what the watch brought meanwhile.
    mutating func adopt(_ object: ObservedObject, at now: ContinuousClock.Instant) {
        awaited = object.resourceVersion == seen ? nil : object.resourceVersion
        replace(by: object)
        takeArrived(at: now)
    }

    /// Takes in what the watch brought while a request was under way.
    mutating func takeArrived(at now: ContinuousClock.Instant) {
        guard let arrived = self.arrived else { return }
        self.arrived = nil
        if arrived.resourceVersion != observed.resourceVersion { _ = accept(arrived, at: now) }
    }

    private mutating func replace(by object: ObservedObject) {
        if object.resourceVersion != observed.resourceVersion { self.mayForceAddress = false }
        observed = object
        (self.suspect, self.suspectSince) = (nil, nil)
    }
}

/// What a write is to bring about.
struct StatusPlan: Sendable, Equatable {
    /// What the object is told; nil when it is not ours to tell.
    var report: ValidityReport?
    /// Whether that differs from what it is told already.
    var changesReport = false
    /// The address it is given; nil when it is not ours to give.
    var addresses: [PublishedAddress]?
    /// Whether that differs from what it has.
    var changesAddress = false
    /// Whether our address is taken away.
    var releases = false
    /// Whether owners of what is written lose it.
    var force = false

    /// Whether there is anything to write.
    var isNeeded: Bool { changesReport || changesAddress || releases }
}
