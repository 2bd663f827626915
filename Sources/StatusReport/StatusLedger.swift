import KubernetesAPI
import RoutingGraph

/// What every object is to be told, what it is told, what is being written, and who else writes: decides each request.
///
/// It neither waits nor asks anybody: it is told of events and answers, and says what to request next and when to be asked
/// again. Of each object only the newest state counts, so its memory is bounded by the number of objects, and an object
/// that is changed ten times while a request is under way costs one more request.
///
/// Conditions and address are two concerns with one write. An apply names everything that is ours at once (else it would
/// give up what it leaves out), carries the version of the object it was made for, and forces only when the address in it
/// is not in dispute at that version, or may be taken.
package struct StatusLedger: Sendable {
    let settings: LedgerSettings
    private let rules: ClaimRules

    /// Where the published address comes from, and what is known of it.
    package private(set) var source: AddressResolver
    private var isReleasing = false
    /// What is to become of addresses.
    var demand: AddressDemand = .keep

    var records: [ObjectKey: StatusRecord] = [:]
    private var controllers: [String: String] = [:]
    /// What addresses of others are called.
    private(set) var book = AddressBook()
    private var leadsUntil: ContinuousClock.Instant?

    private var ready: [ObjectKey] = []
    private var isReady: Set<ObjectKey> = []
    private var timers = DeadlineQueue<ObjectKey>()

    private var underWay: [Int: ObjectKey] = [:]
    private var nextID = 0
    /// Nothing is asked before, whatever the object: the API server is away or wants to be left alone.
    var pausedUntil: ContinuousClock.Instant?
    var failuresInRow = 0
    /// What each kind may be asked in place of an apply.
    var access: [ObjectKind: Access] = [:]
    var takeovers: (since: ContinuousClock.Instant?, count: Int) = (nil, 0)

    private var random: any RandomNumberGenerator & Sendable
    private var signals: [StatusSignal] = []
    private var rivals: Set<String> = []
    private var contested: [ObjectKind: Set<ObjectKey>] = [:]
    private var waits: [ObjectKey: Duration] = [:]
    var announcedDuplicate = false
    /// The kinds of which it was told that they cannot be patched, and those that cannot be written at all.
    var degraded: Set<ObjectKind> = []
    var forbidden: Set<ObjectKind> = []
    /// The kinds whose definition in the cluster is older than what is known of addresses, and until when that is believed.
    var old: [ObjectKind: ContinuousClock.Instant] = [:]
    /// The kinds of which that was told.
    var outdated: Set<ObjectKind> = []

    /// How statuses of a kind can be written.
    enum Access: Sendable {
        /// By replacing; applying is tried again at that moment.
        case replacing(until: ContinuousClock.Instant)
        /// Not at all until that moment.
        case forbidden(until: ContinuousClock.Instant)
    }

    /// A ledger that knows no object and does not lead.
    package init(
        settings: LedgerSettings, rules: ClaimRules, source: AddressResolver,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.settings = settings
        self.rules = rules
        self.source = source
        self.random = random
    }

    /// Takes an event in.
    package mutating func take(_ event: LedgerEvent, at now: ContinuousClock.Instant) {
        switch event {
        case .observed(let object): observe(object, at: now)
        case .gone(let key): forget(key)
        case .told(let key, let status):
            records[key]?.told = status
            enqueue(key)
        case .service(let service):
            source.observe(service, at: now)
            refreshDemand(at: now)
        case .serviceForbidden(let message):
            source.observeForbidden(message, at: now)
            refreshDemand(at: now)
        case .addresses(let service, let entries): book.learn(service, entries)
        case .ingressClass(let name, let controller):
            controllers[name] = controller
            for key in records.keys where records[key]?.observed.className == name {
                judge(key)
                enqueue(key)
            }
        case .leads(let until): lead(until: until, at: now)
        case .releaseAll:
            isReleasing = true
            refreshDemand(at: now)
        }
    }

    /// The next request that may be sent now; nil when there is none until an event, an answer or ``deadline``.
    package mutating func next(at now: Moment) -> StatusRequest? {
        takeDue(at: now.instant)
        if let pausedUntil {
            guard pausedUntil <= now.instant else { return nil }
            self.pausedUntil = nil
        }
        guard leads(at: now.instant), let leadsUntil else { return nil }
        while underWay.count < settings.concurrency, let key = popReady() {
            guard var record = records[key], record.request == nil else { continue }
            let decision = decide(&record, at: now)
            guard let (method, plan) = request(by: decision, for: &record, at: now.instant) else {
                records[key] = record
                track(key)
                continue
            }
            let id = nextID
            nextID += 1
            record.request = StatusRecord.Request(id: id, plan: plan, replaces: decision.replaces)
            underWay[id] = key
            records[key] = record
            track(key)
            return StatusRequest(
                id: id, key: key, method: method, manager: settings.manager.name,
                deadline: min(leadsUntil, now.instant + settings.timeout))
        }
        return nil
    }

    /// When to ask for the next request again although nothing has happened; nil when never.
    package var deadline: ContinuousClock.Instant? {
        let pause = ready.isEmpty ? nil : pausedUntil
        return [timers.first, pause, source.deadline].compactMap(\.self).min()
    }

    /// Whether nothing is under way and nothing waits to be sent at that moment.
    package func isQuiet(at now: ContinuousClock.Instant) -> Bool {
        underWay.isEmpty && (ready.isEmpty || !leads(at: now))
    }

    /// Whether this process may write at that moment.
    package func leads(at now: ContinuousClock.Instant) -> Bool { leadsUntil.map { now < $0 } ?? false }

    /// What has happened since the last call that is to be counted or told.
    package mutating func takeSignals() -> [StatusSignal] {
        defer { signals.removeAll() }
        return signals
    }

    /// How many objects are followed.
    package var count: Int { records.count }

    private func request(
        by decision: Decision, for record: inout StatusRecord, at now: ContinuousClock.Instant
    ) -> (StatusRequest.Method, StatusPlan?)? {
        let key = record.observed.key
        switch decision {
        case .rest, .wait: return nil
        case .read: return (.read, nil)
        case .replace(let plan):
            guard let document = record.document else { return (.read, nil) }
            record.document = nil
            let addresses = plan.releases ? [] : plan.addresses
            let body = StatusBody.replacement(
                of: document, kind: key.kind, report: plan.report, addresses: addresses)
            return (.replace(body: body), plan)
        case .apply(let plan):
            let body = StatusBody.apply(
                key, resourceVersion: record.observed.resourceVersion, report: plan.report, addresses: plan.addresses)
            return (.apply(body: body, force: plan.force), plan)
        }
    }
}

// Bookkeeping.
extension StatusLedger {
    private mutating func observe(_ object: ObservedObject, at now: ContinuousClock.Instant) {
        let key = object.key
        guard var record = records[key], record.observed.uid == object.uid else {
            var record = StatusRecord(object)
            record.told = records[key]?.told
            records[key] = record
            judge(key)
            note(key, at: now)
            return enqueue(key)
        }
        let classDiffers = record.observed.className != object.className
        record.seen = object.resourceVersion
        if record.request != nil {
            record.arrived = object
            records[key] = record
        } else {
            let isKnown = record.accept(object, at: now)
            records[key] = record
            if isKnown { note(key, at: now) }
        }
        if classDiffers { judge(key) }
        enqueue(key)
    }

    /// Forgets an object; the answer to what is asked of it finds nothing.
    mutating func forget(_ key: ObjectKey) {
        records[key] = nil
        timers.set(key, to: nil)
        track(key)
    }

    /// Sees whether an object's class is ours.
    mutating func judge(_ key: ObjectKey) {
        guard let object = records[key]?.observed else { return }
        let controller = object.className.isEmpty ? nil : controllers[object.className]
        let isForeign = controller.map { !rules.isOurs(controller: $0) } ?? false
        if isForeign, records[key]?.isForeign == false {
            signal(.unclaimed(.controller))
            if leadsUntil != nil { announceMismatch(of: object) }
        }
        records[key]?.isForeign = isForeign
    }

    private mutating func announceMismatch(of object: ObservedObject) {
        let controller = controllers[object.className] ?? ""
        let message =
            "IngressClass \(object.className) belongs to controller \(controller), so this object is not served and given "
            + "no status; name a class of this controller, or allow that one"
        announce(Announcement(.classMismatch, about: .object(object.key, uid: object.uid), message))
    }

    /// Takes in whether this process may write. A term that was not renewed in time has ended, though nobody said so.
    private mutating func lead(until: ContinuousClock.Instant?, at now: ContinuousClock.Instant) {
        let continues = leads(at: now)
        leadsUntil = until
        guard leads(at: now) else {
            (ready, isReady) = ([], [])
            timers = DeadlineQueue()
            for key in contested.values.joined() {
                records[key]?.beginTerm()
                track(key)
            }
            return
        }
        guard !continues else { return }
        (pausedUntil, failuresInRow, announcedDuplicate) = (nil, 0, false)
        (access, degraded, forbidden, old, outdated) = ([:], [], [], [:], [])
        source.announceAgain(at: now)
        refreshDemand(at: now)
        for key in records.keys.sorted() {
            // why: only who writes tells people, so what was found before is told now.
            if let record = records[key], record.isForeign { announceMismatch(of: record.observed) }
            records[key]?.beginTerm()
            note(key, at: now)
            track(key)
            enqueue(key)
        }
    }

    /// Takes in what the source says by now.
    private mutating func refreshDemand(at now: ContinuousClock.Instant) {
        while let announcement = source.announcement(at: now) { announce(announcement) }
        signal(.addressSource(source.source, source.state))
        let latter = isReleasing ? .release : source.demand(at: now)
        guard latter != demand else { return }
        demand = latter
        for key in records.keys.sorted() where key.kind.hasAddress {
            note(key, at: now)
            enqueue(key)
        }
    }

    private mutating func takeDue(at now: ContinuousClock.Instant) {
        if let due = source.deadline, due <= now { refreshDemand(at: now) }
        while let key = timers.popDue(at: now) { enqueue(key) }
    }

    /// Has an object looked at again.
    mutating func enqueue(_ key: ObjectKey) {
        guard leadsUntil != nil, records[key] != nil, isReady.insert(key).inserted else { return }
        ready.append(key)
    }

    private mutating func popReady() -> ObjectKey? {
        guard !ready.isEmpty else { return nil }
        // why: taken from the end, because that costs nothing; what is fair does not matter below a second.
        let key = ready.removeLast()
        isReady.remove(key)
        return key
    }

    /// Sets when an object is to be looked at again.
    mutating func setTimer(_ key: ObjectKey, to moment: ContinuousClock.Instant?) { timers.set(key, to: moment) }

    /// Notes something to be counted or told.
    mutating func signal(_ signal: StatusSignal) { signals.append(signal) }

    /// Notes something to be told.
    mutating func announce(_ announcement: Announcement) { signals.append(.announced(announcement)) }

    /// A number from -1 to 1.
    mutating func jitter() -> Double {
        func draw(_ generator: inout some RandomNumberGenerator) -> Double { .random(in: -1...1, using: &generator) }
        return draw(&random)
    }

    /// The name of a rival as a label: after ten names all others are one.
    mutating func label(of rival: String) -> String {
        guard !rivals.contains(rival) else { return rival }
        guard rivals.count < 10 else { return "other" }
        rivals.insert(rival)
        return rival
    }

    /// Brings the numbers of contested objects up to date.
    mutating func track(_ key: ObjectKey) {
        let contest = records[key]?.address
        let isOn = contest?.isOn ?? false
        if isOn != (contested[key.kind]?.contains(key) ?? false) {
            if isOn { contested[key.kind, default: []].insert(key) } else { contested[key.kind]?.remove(key) }
            signal(.contested(key.kind, contested[key.kind]?.count ?? 0))
        }
        let wait = contest.flatMap { $0.wait > .zero ? $0.wait : nil }
        guard waits[key] != wait else { return }
        waits[key] = wait
        signal(.longestWait(waits.values.max() ?? .zero))
    }

    /// The record whose request this was, out of the way of the next.
    mutating func close(_ id: Int) -> (ObjectKey, StatusRecord.Request)? {
        guard let key = underWay.removeValue(forKey: id), let request = records[key]?.request, request.id == id else {
            return nil
        }
        records[key]?.request = nil
        return (key, request)
    }
}
