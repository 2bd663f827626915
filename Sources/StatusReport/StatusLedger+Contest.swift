import KubernetesAPI
import RoutingGraph

extension StatusLedger {
    /// The rival nobody tells the name of.
    static let unknown = "unknown"

    /// Compares what was observed of an object with what stood there as it should: sees what others have changed.
    mutating func note(_ key: ObjectKey, at now: ContinuousClock.Instant) {
        guard leads(at: now), var record = records[key] else { return }
        if key.kind.hasAddress, case .publish(let addresses) = demand {
            noteAddress(of: &record, desired: told(addresses, to: key.kind, at: now), at: now)
        }
        if let desired = desiredReport(for: record) {
            let present = ValidityReport(record.observed)
            if desired.tellsSame(as: present) {
                record.settledReport = desired
                record.conditions.settled(at: now)
            } else if let settled = record.settledReport, !settled.tellsSame(as: present) {
                record.settledReport = nil
                loseConditions(&record, to: [Self.unknown], at: now)
            }
        }
        records[key] = record
        track(key)
    }

    private mutating func noteAddress(
        of record: inout StatusRecord, desired: [PublishedAddress], at now: ContinuousClock.Instant
    ) {
        if record.observed.addresses == desired {
            record.settledAddress = desired
            record.address.settled(at: now)
            return
        }
        let wasSettled = record.settledAddress == desired
        record.settledAddress = nil
        guard wasSettled else { return }
        let owners = record.observed.owners
        let isDuplicate = !owners.isEmpty && owners.allSatisfy { $0.manager == settings.manager.name }
        lose(&record, to: isDuplicate ? [settings.manager.name] : strangers(in: owners), at: now)
        if isDuplicate { announceDuplicate(record) }
    }

    /// Who owns an address besides us.
    func strangers(in owners: [FieldOwner]) -> [String] {
        let names = Set(owners.map(\.manager)).subtracting([settings.manager.name]).sorted()
        return names.isEmpty ? [Self.unknown] : names
    }

    /// Which managers are rivals. Predecessors are not; one that takes back what was taken from it is noticed as a loss, which
    /// counts whoever it was.
    func rivals(among managers: [String]) -> [String] {
        Set(managers).filter { settings.manager.relation(to: $0) == .rival }.sorted()
    }

    /// Takes in that others' address stands where ours should, and tells people when it is time to.
    mutating func lose(_ record: inout StatusRecord, to rivals: [String], at now: ContinuousClock.Instant) {
        let kind = record.observed.key.kind
        if !record.address.isLost {
            for rival in rivals { signal(.addressConflict(kind, rival: label(of: rival))) }
        }
        let yields = settings.policy != .contend
        if record.address.lost(to: rivals, at: now, jitter: jitter(), yields: yields) {
            announce(conflict(over: record, at: now))
        }
    }

    /// Takes in that others' conditions stand where ours should.
    mutating func loseConditions(_ record: inout StatusRecord, to rivals: [String], at now: ContinuousClock.Instant) {
        let yields = settings.policy != .contend
        guard record.conditions.lost(to: rivals, at: now, jitter: jitter(), yields: yields) else { return }
        let object = record.observed
        let names = record.conditions.rivals.map { FoundValue.quote($0, limit: 100) }.joined(separator: ", ")
        announce(
            Announcement(
                .conditionsConflict, about: .object(object.key, uid: object.uid),
                "\(names) replaced the condition Valid; \(next(record.conditions))"))
    }

    private func conflict(over record: StatusRecord, at now: ContinuousClock.Instant) -> Announcement {
        let object = record.observed
        let contest = record.address
        let names = contest.rivals.map { FoundValue.quote($0, limit: 100) }.joined(separator: ", ")
        let ours: String = if case .publish(let addresses) = demand { addresses.text } else { "our address" }
        let span = contest.began.map { " in \((now - $0).text)" } ?? ""
        let times = contest.losses > 1 ? " \(contest.losses) times\(span)" : ""
        let ownership =
            object.className.isEmpty
            ? "this \(object.key.kind.name) names no class, and objects without class belong to this controller"
            : "this \(object.key.kind.name) has class \"\(object.className)\", which belongs to this controller"
        let foreign = object.addresses.lazy.compactMap { book.words(for: $0) }.first.map { " (\($0))" } ?? ""
        return Announcement(
            .addressConflict, about: .object(object.key, uid: object.uid),
            "\(names) replaced \(ours) with \(object.addresses.text)\(foreign)\(times); \(ownership). "
                + next(contest))
    }

    private func next(_ contest: Contest) -> String {
        switch settings.policy {
        case .contend where contest.wait == .zero: "It is taken back."
        case .contend: "Next takeover in \(contest.wait.text)."
        case .yield: "It is left there."
        case .observe: "Nothing is written by this controller, which only observes."
        }
    }

    private mutating func announceDuplicate(_ record: StatusRecord) {
        guard !announcedDuplicate else { return }
        announcedDuplicate = true
        announce(
            Announcement(
                .duplicateInstance, about: .controller,
                "another process writes statuses as \(settings.manager.name), which is this one's name: "
                    + "\(record.observed.key) was given \(record.observed.addresses.text). Look for a second installation "
                    + "with the same namespace, Lease and class, or for two leaders"))
    }
}
