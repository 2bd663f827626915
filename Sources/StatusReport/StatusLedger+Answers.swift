package import KubernetesAPI

extension StatusLedger {
    /// Takes in the answer to a request: the object as it is stored now, or why not.
    package mutating func finished(
        _ id: Int, _ answer: Result<Node, StatusWriteFailure>, at now: ContinuousClock.Instant
    ) {
        guard let (key, request) = close(id), var record = records[key] else { return }
        let plan = request.plan
        switch answer {
        case .success(let document): succeed(&record, request, document, at: now)
        case .failure(.notFound) where record.arrived == nil:
            if let plan { count(key.kind, plan, .failed, .error) }
            return forget(key)
        case .failure(let failure):
            if let plan {
                fail(&record, plan, failure, replaces: request.replaces, at: now)
            } else {
                failToRead(&record, failure, at: now)
            }
        }
        records[key] = record
        judge(key)
        note(key, at: now)
        enqueue(key)
    }

    private mutating func succeed(
        _ record: inout StatusRecord, _ request: StatusRecord.Request, _ document: Node, at now: ContinuousClock.Instant
    ) {
        (pausedUntil, failuresInRow) = (nil, 0)
        let key = record.observed.key
        guard case .object(let object) = ObjectDecoder.decode(document, as: key.kind),
            let latter = ObservedObject(object), latter.key == key
        else { return refuse(&record, "the answer is no \(key.kind.name)", at: now) }
        record.needsRead = false
        guard let plan = request.plan else {
            if request.replaces { record.document = document }
            record.adopt(latter, at: now)
            return
        }
        record.staleWrites = 0
        finishTakeover(&record, plan, replaces: request.replaces, at: now)
        let isAsWritten =
            (!plan.changesReport || plan.report?.tellsSame(as: ValidityReport(latter)) == true)
            && (!plan.changesAddress || plan.addresses == latter.addresses)
        record.adopt(latter, at: now)
        guard isAsWritten else {
            // why: a replacement of what a definition does not know is pruned in silence.
            if let addresses = plan.addresses, plan.changesAddress, addresses != latter.addresses,
                addresses.told(to: key.kind, isOld: true) == latter.addresses
            {
                return omitDetails(for: key.kind, "it leaves out what it does not know", at: now)
            }
            return refuse(&record, "what is stored is not what was written; is the CRD up to date?", at: now)
        }
        record.refusals = 0
    }

    private mutating func finishTakeover(
        _ record: inout StatusRecord, _ plan: StatusPlan, replaces: Bool, at now: ContinuousClock.Instant
    ) {
        let kind = record.observed.key.kind
        let isForced = plan.force && plan.changesAddress
        count(kind, plan, .success, replaces ? .fallback : isForced ? .forced : .applied)
        guard plan.changesAddress else {
            if plan.changesReport { record.conditions.takenIfLost(at: now) }
            return
        }
        record.mayForceAddress = false
        record.address.takenIfLost(at: now)
        if plan.changesReport { record.conditions.takenIfLost(at: now) }
    }

    private mutating func failToRead(
        _ record: inout StatusRecord, _ failure: StatusWriteFailure, at now: ContinuousClock.Instant
    ) {
        record.takeArrived(at: now)
        record.needsRead = true
        switch failure {
        case .forbidden(let message): forbid(record, message, at: now)
        case .throttled(let after): pause(after: after, at: now)
        case .unavailable: pause(after: nil, at: now)
        case .conflict, .stale, .notFound, .refused, .undeclared: refuse(&record, failure.word, at: now)
        }
    }

    private mutating func fail(
        _ record: inout StatusRecord, _ plan: StatusPlan, _ failure: StatusWriteFailure, replaces: Bool,
        at now: ContinuousClock.Instant
    ) {
        let kind = record.observed.key.kind
        let hadNews = record.arrived != nil
        record.takeArrived(at: now)
        switch failure {
        case .conflict(let causes):
            count(kind, plan, .conflict, .conflict)
            meet(&record, plan, causes, hadNews: hadNews, at: now)
        case .stale:
            count(kind, plan, .conflict, .conflict)
            record.staleWrites += 1
            if record.staleWrites > Self.staleLimit {
                record.staleWrites = 0
                record.retryAt = now + .seconds(30) * (1 + 0.2 * jitter())
                record.needsRead = true
            } else if !hadNews {
                record.retryAt = now + .milliseconds(20) * Double(1 << record.staleWrites) * (1 + 0.5 * jitter())
                record.needsRead = true
            }
        case .forbidden(let message):
            count(kind, plan, .failed, .forbidden)
            if replaces { forbid(record, message, at: now) } else { degrade(kind, message, at: now) }
        case .undeclared(let message) where plan.addresses != plan.addresses?.told(to: kind, isOld: true):
            count(kind, plan, .failed, .error)
            omitDetails(for: kind, message, at: now)
        case .notFound, .refused, .undeclared:
            count(kind, plan, .failed, .error)
            refuse(&record, failure.message ?? failure.word, at: now)
        case .throttled(let after):
            count(kind, plan, .failed, .error)
            pause(after: after, at: now)
        case .unavailable:
            count(kind, plan, .failed, .error)
            pause(after: nil, at: now)
        }
    }

    /// The object is read at most so often in a row because its version was not the newest.
    static let staleLimit = 5

    /// Takes in who owns what was to be written, and decides whether it may be taken.
    private mutating func meet(
        _ record: inout StatusRecord, _ plan: StatusPlan, _ causes: [ConflictCause], hadNews: Bool,
        at now: ContinuousClock.Instant
    ) {
        let owners = causes.filter(\.concernsAddress).map { $0.manager ?? Self.unknown }
        if plan.changesReport, causes.contains(where: { !$0.concernsAddress }), settings.policy != .contend {
            loseConditions(&record, to: causes.compactMap(\.manager), at: now)
        }
        guard plan.changesAddress else { return }
        let rivals = rivals(among: owners)
        if !rivals.isEmpty || (!owners.isEmpty && settings.policy != .contend) {
            lose(&record, to: rivals.isEmpty ? owners : rivals, at: now)
            guard record.address.mayTake(at: now) else { return }
        }
        // why: with news the conflict may be over another value than the one that would be taken.
        record.mayForceAddress = !hadNews
    }

    /// Writes nothing more of a load balancer than its addresses.
    private mutating func omitDetails(for kind: ObjectKind, _ message: String, at now: ContinuousClock.Instant) {
        old[kind] = now + .seconds(1800)
        guard outdated.insert(kind).inserted else { return }
        announce(
            Announcement(
                .definitionOutdated, about: .controller,
                "the definition of \(kind.plural) in the cluster is older than this controller (\(message)), so addresses are "
                    + "written without ipMode and ports; apply manifests/01-crds.yaml"))
    }

    private mutating func degrade(_ kind: ObjectKind, _ message: String, at now: ContinuousClock.Instant) {
        access[kind] = .replacing(until: now + .seconds(1800))
        guard degraded.insert(kind).inserted else { return }
        announce(
            Announcement(
                .writeDegraded, about: .controller,
                "patch on \(kind.plural)/status is not allowed (\(message)), so statuses are replaced and other writers are "
                    + "not noticed in time; grant patch on \(kind.plural)/status in group \(kind.group)"))
    }

    private mutating func forbid(_ record: StatusRecord, _ message: String, at now: ContinuousClock.Instant) {
        let kind = record.observed.key.kind
        access[kind] = .forbidden(until: now + .seconds(300))
        guard forbidden.insert(kind).inserted else { return }
        announce(
            Announcement(
                .writeForbidden, about: .controller,
                "statuses of \(kind.plural) may not be written (\(message)); grant get on \(kind.plural) and get, patch and "
                    + "update on \(kind.plural)/status in group \(kind.group); it is tried again every 5 minutes"))
    }

    private mutating func refuse(_ record: inout StatusRecord, _ message: String, at now: ContinuousClock.Instant) {
        record.refusals = min(record.refusals + 1, 6)
        let wait = min(Contest.shortestWait * Double(1 << (record.refusals - 1)), Contest.longestWait)
        record.retryAt = now + wait * (1 + 0.2 * jitter())
        announce(
            Announcement(
                .writeRefused, about: .object(record.observed.key, uid: record.observed.uid),
                FoundValue.quote(message, limit: 500)))
    }

    /// Leaves the API server alone for a while: as long as it says, or ever longer.
    private mutating func pause(after: Duration?, at now: ContinuousClock.Instant) {
        failuresInRow = min(failuresInRow + 1, 8)
        let ownWait = min(.milliseconds(250) * Double(1 << failuresInRow), .seconds(30)) * (1 + 0.2 * jitter())
        let wait = after.map { min(max($0, .zero), .seconds(300)) } ?? ownWait
        pausedUntil = max(pausedUntil ?? now, now + wait)
    }

    private mutating func count(
        _ kind: ObjectKind, _ plan: StatusPlan, _ outcome: StatusSignal.WriteOutcome,
        _ addressOutcome: StatusSignal.AddressOutcome
    ) {
        signal(.written(kind, outcome))
        if plan.changesAddress || plan.releases { signal(.addressWritten(kind, addressOutcome)) }
    }
}

extension Contest {
    /// Takes in that we wrote our value, which matters where others' stood.
    mutating func takenIfLost(at now: ContinuousClock.Instant) {
        if isLost { taken(at: now) }
    }
}
