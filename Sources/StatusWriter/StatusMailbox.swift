import KubernetesAPI
import ObjectStore
import RoutingGraph
import StatusReport

/// What the writer has not taken in yet: of each object the newest word only, so that it never holds more than there are
/// objects, and nobody who puts something in has to wait.
struct StatusMailbox: Sendable {
    private let rules: ClaimRules
    private let service: NamespacedName?

    /// The objects that are ours by name, as far as the writer was told.
    private var known: Set<ObjectKey> = []
    private var objects: [ObjectKey: ObservedObject?] = [:]
    private var told: [ObjectKey: ObjectStatus?] = [:]
    private var classes: [String: String?] = [:]
    private var publishService: Core.Service??
    private var addresses: [NamespacedName: [AddressBook.Entry]] = [:]
    private var serviceProblem: String?
    private var leadership: ContinuousClock.Instant??
    /// What the Service was last; a source does not deliver again what has not changed.
    private var latestService: Core.Service?
    private var isReleasing = false
    private var hasSynced = false

    /// Answers to requests.
    private var answers: [(id: Int, result: Result<Node, StatusWriteFailure>)] = []

    /// Whether nothing more will come.
    var isClosing = false

    init(rules: ClaimRules, source: AddressSource) {
        self.rules = rules
        service = if case .service(let name) = source { name } else { nil }
    }

    /// Puts in what a batch led to. Answers why objects in it are not ours.
    mutating func put(_ batch: ObjectBatch, _ statuses: [ObjectKey: ObjectStatus?]) -> [ClaimRules.Refusal] {
        var refusals: [ClaimRules.Refusal] = []
        for change in batch.changes {
            if let refusal = put(change) { refusals.append(refusal) }
        }
        for (key, status) in statuses where key.kind.hasStatus { told[key] = .some(status) }
        if batch.completesSync, !hasSynced {
            hasSynced = true
            if service != nil, publishService == nil, serviceProblem == nil { publishService = .some(nil) }
        }
        return refusals
    }

    mutating func put(leadingUntil moment: ContinuousClock.Instant?) { leadership = .some(moment) }

    mutating func put(serviceProblem problem: String) {
        publishService = nil
        serviceProblem = problem
    }

    mutating func putServiceReadable() {
        guard service != nil, publishService == nil else { return }
        serviceProblem = nil
        publishService = .some(latestService)
    }

    mutating func putRelease() { isReleasing = true }

    mutating func put(_ result: Result<Node, StatusWriteFailure>, to id: Int) { answers.append((id, result)) }

    /// Takes the answers out.
    mutating func takeAnswers() -> [(id: Int, result: Result<Node, StatusWriteFailure>)] {
        defer { answers = [] }
        return answers
    }

    /// Takes the events out, in an order in which each makes sense: nothing before everything has been read once, what is
    /// there before what it is told, all of it before the leave to write.
    mutating func takeEvents() -> [LedgerEvent] {
        guard hasSynced else { return [] }
        var events: [LedgerEvent] = classes.map { .ingressClass($0.key, controller: $0.value) }
        events += addresses.map { .addresses(of: $0.key, $0.value) }
        events += objects.map { key, object in object.map { .observed($0) } ?? .gone(key) }
        events += told.map { .told($0.key, $0.value) }
        if let service = publishService { events.append(.service(service)) }
        if let serviceProblem { events.append(.serviceForbidden(serviceProblem)) }
        if isReleasing { events.append(.releaseAll) }
        if let leadership { events.append(.leads(until: leadership)) }
        (objects, told, classes, addresses) = ([:], [:], [:], [:])
        (publishService, serviceProblem, leadership, isReleasing) = (nil, nil, nil, false)
        return events
    }

    private mutating func put(_ change: ObjectChange) -> ClaimRules.Refusal? {
        let key = change.key
        switch change {
        case .set(.service(let object)):
            addresses[key.namespacedName] = AddressBook.entries(of: object)
            if key.namespacedName == service { put(service: object) }
        case .set(.ingressClass(let object)): classes[key.name] = .some(object.controller)
        case .set(let object):
            guard key.kind.hasStatus, let observed = ObservedObject(object) else { return nil }
            if let refusal = rules.refusal(of: object) {
                remove(key)
                return refusal
            }
            known.insert(key)
            objects[key] = .some(observed)
        case .removed:
            switch key.kind {
            case .service:
                addresses[key.namespacedName] = []
                if key.namespacedName == service { put(service: nil) }
            case .ingressClass: classes[key.name] = .some(nil)
            default: remove(key)
            }
        }
        return nil
    }

    private mutating func put(service object: Core.Service?) {
        latestService = object
        publishService = .some(object)
        serviceProblem = nil
    }

    private mutating func remove(_ key: ObjectKey) {
        guard known.remove(key) != nil else { return }
        objects[key] = .some(nil)
        told[key] = nil
    }
}
