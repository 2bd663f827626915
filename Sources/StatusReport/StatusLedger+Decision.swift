import KubernetesAPI
import RoutingGraph

extension StatusLedger {
    /// What to do about an object.
    enum Decision {
        /// Nothing until something happens.
        case rest
        /// Nothing until that moment.
        case wait(ContinuousClock.Instant)
        /// Read it.
        case read
        /// Apply its status.
        case apply(StatusPlan)
        /// Replace its status, reading it first when that has not been done.
        case replace(StatusPlan)

        /// Whether the status is replaced.
        var replaces: Bool {
            if case .replace = self { true } else { false }
        }
    }

    /// What to do about an object now; sets the timer for what comes later.
    mutating func decide(_ record: inout StatusRecord, at now: Moment) -> Decision {
        endCalmContests(of: &record, at: now.instant)
        let decision = choose(for: &record, at: now)
        let calm = [record.address.calmAt, record.conditions.calmAt].compactMap(\.self).min()
        switch decision {
        case .wait(let moment): setTimer(record.observed.key, to: min(moment, calm ?? moment))
        default: setTimer(record.observed.key, to: calm)
        }
        return decision
    }

    private mutating func choose(for record: inout StatusRecord, at now: Moment) -> Decision {
        let key = record.observed.key
        guard !record.isForeign else { return .rest }
        if let retryAt = record.retryAt {
            guard retryAt <= now.instant else { return .wait(retryAt) }
            record.retryAt = nil
        }
        if let since = record.suspectSince {
            guard since + StatusRecord.echoBound <= now.instant else { return .wait(since + StatusRecord.echoBound) }
            record.needsRead = true
        }
        if case .forbidden(let until)? = access[key.kind] {
            guard until <= now.instant else { return .wait(until) }
            access[key.kind] = nil
        }
        guard !record.needsRead else { return .read }
        let (plan, later) = plan(for: &record, at: now)
        guard let plan else { return .rest }
        guard plan.isNeeded else {
            if later == nil { signal(.unchanged(key.kind)) }
            record.document = nil
            return later.map(Decision.wait) ?? .rest
        }
        guard replaces(record, plan, at: now.instant) else { return .apply(plan) }
        return mayReplace(&record, plan, at: now.instant) ? .replace(plan) : choose(for: &record, at: now)
    }

    /// Addresses as the statuses of a kind can say them in this cluster.
    func told(
        _ addresses: [PublishedAddress], to kind: ObjectKind, at now: ContinuousClock.Instant
    ) -> [PublishedAddress] {
        addresses.told(to: kind, isOld: old[kind].map { now < $0 } ?? false)
    }

    /// What a write would bring about, and when it could be more; nil when nothing is known of what the object is to be told.
    private mutating func plan(
        for record: inout StatusRecord, at now: Moment
    ) -> (StatusPlan?, ContinuousClock.Instant?) {
        var plan = StatusPlan()
        var later: [ContinuousClock.Instant] = []
        let kind = record.observed.key.kind
        if kind.hasConditions {
            guard record.told != nil else { return (nil, nil) }
            planReport(for: record, into: &plan, &later, at: now)
        }
        if kind.hasAddress { planAddress(for: record, into: &plan, &later, at: now.instant) }
        if settings.policy == .observe {
            if plan.changesAddress, !record.observed.addresses.isEmpty {
                lose(&record, to: strangers(in: record.observed.owners), at: now.instant)
            }
            return (StatusPlan(), nil)
        }
        if settings.policy == .contend {
            plan.force = plan.changesAddress ? record.mayForceAddress : plan.changesReport
        }
        return (plan, later.min())
    }

    private func planReport(
        for record: StatusRecord, into plan: inout StatusPlan, _ later: inout [ContinuousClock.Instant], at now: Moment
    ) {
        guard let desired = desiredReport(for: record) else { return }
        let present = ValidityReport(record.observed)
        let isOutdated =
            desired.condition.observedGeneration < record.observed.generation
            || desired.condition.observedGeneration < present?.condition.observedGeneration ?? 0
        if isOutdated || desired.tellsSame(as: present) {
            plan.report = present
        } else if record.conditions.mayTake(at: now.instant) {
            plan.report = desired.succeeding(present?.condition, at: now.wall)
            plan.changesReport = true
        } else if let retryAt = record.conditions.retryAt {
            later.append(retryAt)
        }
    }

    private mutating func planAddress(
        for record: StatusRecord, into plan: inout StatusPlan, _ later: inout [ContinuousClock.Instant],
        at now: ContinuousClock.Instant
    ) {
        let present = record.observed.addresses
        let isOurs = settings.manager.owns(record.observed.owners)
        switch demand {
        case .publish(let published):
            let addresses = told(published, to: record.observed.key.kind, at: now)
            if addresses == present {
                plan.addresses = addresses
                return
            }
            guard record.address.mayTake(at: now) else {
                if let retryAt = record.address.retryAt { later.append(retryAt) }
                return
            }
            if record.mayForceAddress, record.address.isLost, let moment = takeoverMoment(at: now) {
                later.append(moment)
                return
            }
            plan.addresses = addresses
            plan.changesAddress = true
        case .keep: plan.addresses = isOurs && !present.isEmpty ? present : nil
        case .release: plan.releases = isOurs && !present.isEmpty
        }
    }

    /// What an object is to be told, with a warning when its address is in dispute.
    func desiredReport(for record: StatusRecord) -> ValidityReport? {
        guard let told = record.told else { return nil }
        let kind = record.observed.key.kind
        var report = ValidityReport(told, kind: kind)
        if kind.hasAddress, record.address.isFlapping {
            report.warn(
                type: "StatusError", reason: "AddressContested",
                message: "another writer keeps replacing status.loadBalancer; the Events of this object name it")
        }
        return report
    }

    /// When an address may be taken back from others, of which only so many are a second; nil for now, which counts.
    private mutating func takeoverMoment(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard let since = takeovers.since, now < since + .seconds(1) else {
            takeovers = (now, 1)
            return nil
        }
        guard takeovers.count < settings.takeoversPerSecond else { return since + .seconds(1) }
        takeovers.count += 1
        return nil
    }

    /// Whether a plan is carried out by replacing: applying is not allowed, or would not take away what was replaced.
    private mutating func replaces(
        _ record: StatusRecord, _ plan: StatusPlan, at now: ContinuousClock.Instant
    ) -> Bool {
        let kind = record.observed.key.kind
        if case .replacing(let until)? = access[kind] {
            if now < until { return true }
            access[kind] = nil
        }
        return plan.releases
            && record.observed.owners.contains { $0.manager == settings.manager.name && $0.operation != "Apply" }
    }

    /// Whether an address may be replaced as far as its owners go, whom no conflict names. Otherwise it is lost to them.
    private mutating func mayReplace(
        _ record: inout StatusRecord, _ plan: StatusPlan, at now: ContinuousClock.Instant
    ) -> Bool {
        guard plan.changesAddress, !record.observed.addresses.isEmpty else { return true }
        let yields = settings.policy == .yield
        guard yields || (!record.address.isLost && record.settledAddress == nil) else { return true }
        let owners = record.observed.owners.map(\.manager)
        let strangers = owners.isEmpty && yields ? [Self.unknown] : rivals(among: owners)
        guard !strangers.isEmpty else { return true }
        lose(&record, to: strangers, at: now)
        return record.address.mayTake(at: now)
    }

    private mutating func endCalmContests(of record: inout StatusRecord, at now: ContinuousClock.Instant) {
        let subject = Announcement.Subject.object(record.observed.key, uid: record.observed.uid)
        if let calm = record.address.calmAt, calm <= now {
            record.address = Contest()
            announce(
                Announcement(
                    .addressRestored, about: subject,
                    "nobody replaced \(record.observed.addresses.text) for \(Contest.calm.text)"))
        }
        if let calm = record.conditions.calmAt, calm <= now { record.conditions = Contest() }
    }
}

extension Duration {
    /// The duration as people read it: `1h5m`, `2m41s`, `10s`; a part of a second is rounded.
    var text: String {
        let seconds = Int64((Double(components.seconds) + Double(components.attoseconds) / 1e18).rounded())
        let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
        let shown = parts.filter { $0.0 > 0 }
        return shown.isEmpty ? "0s" : shown.map { "\($0.0)\($0.1)" }.joined()
    }
}
