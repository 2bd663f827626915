package import KubernetesAPI

/// The decisions of one candidate, without a clock or a socket.
///
/// Follows [client-go's election](https://pkg.go.dev/k8s.io/client-go/tools/leaderelection): what counts is how long this
/// process has seen the Lease unchanged, never the times written in it, so clocks may differ by any amount. Other than
/// there, losing the Lease makes a candidate again, and a candidate that watches tries as soon as the Lease is free.
package struct Election: Sendable {
    /// Who this candidate is; unique among all.
    package let identity: String

    private let timing: ElectionTiming
    private var observed: Observation?
    private var nextTry: ContinuousClock.Instant?
    private var conflictsInRow = 0

    /// Until when this candidate leads without another renewal; nil while it does not lead.
    package private(set) var leadsUntil: ContinuousClock.Instant?

    /// What the Lease said, and since when this process has known it.
    private struct Observation: Sendable {
        var lease: LeaseRecord
        var since: ContinuousClock.Instant
    }

    /// A candidate that knows nothing yet.
    package init(identity: String, timing: ElectionTiming = .standard) {
        self.identity = identity
        self.timing = timing
    }

    /// What the candidate does next.
    package enum Step: Sendable, Equatable {
        /// Store this in place of what is there, and tell by ``Election/finished(_:startedAt:now:)``. Without a resource
        /// version it is to be created.
        case write(LeaseRecord)
        /// Read the Lease and tell by ``Election/saw(_:at:)``.
        case read
        /// Nothing until then, unless the Lease changes.
        case wait(until: ContinuousClock.Instant)
    }

    /// How a write ended.
    package enum WriteResult: Sendable, Equatable {
        /// It is stored, in this version.
        case stored(LeaseRecord)
        /// Somebody else was first.
        case conflict
        /// It is not known whether it is stored.
        case failed
    }

    /// Whether this candidate leads at that moment.
    package func leads(at now: ContinuousClock.Instant) -> Bool { leadsUntil.map { now < $0 } ?? false }

    /// Who leads as far as is known; empty when nobody does.
    package var holder: String { observed?.lease.holder ?? "" }

    /// What to do at that moment.
    package mutating func next(at now: ContinuousClock.Instant, wallClock: Timestamp) -> Step {
        if !leads(at: now) { leadsUntil = nil }
        if let nextTry, now < nextTry { return .wait(until: leadsUntil.map { min($0, nextTry) } ?? nextTry) }
        guard let observed else { return .read }
        if let end = termEnd(of: observed), now < end { return .wait(until: end) }
        nextTry = now + timing.retryPeriod
        return .write(claim(over: observed.lease, wallClock))
    }

    /// Takes in what the Lease says now; nil when there is none.
    package mutating func saw(_ lease: LeaseRecord?, at now: ContinuousClock.Instant) {
        let lease = lease ?? LeaseRecord(holder: "", durationSeconds: 0)
        guard lease != observed?.lease else { return }
        observed = Observation(lease: lease, since: now)
        if lease.holder != identity { leadsUntil = nil }
        if lease.holder.isEmpty { nextTry = nil }
    }

    /// Takes in that the Lease could not be read.
    package mutating func couldNotRead(at now: ContinuousClock.Instant) { nextTry = now + timing.retryPeriod }

    /// Takes in how a write ended that began at `start`.
    package mutating func finished(
        _ result: WriteResult, startedAt start: ContinuousClock.Instant, now: ContinuousClock.Instant
    ) {
        conflictsInRow = result == .conflict ? min(conflictsInRow + 1, 2) : 0
        switch result {
        case .stored(let lease):
            observed = Observation(lease: lease, since: now)
            // why: the term counts from before the request, because others may have seen the renewal that early.
            leadsUntil = start + timing.renewDeadline
            nextTry = start + timing.retryPeriod
        case .conflict:
            // why: what is stored is not what is known here; until it is read no write can succeed.
            // Once that is done at once; a server that calls everything a conflict is not asked at its own speed.
            observed = nil
            nextTry = conflictsInRow > 1 ? now + timing.retryPeriod : nil
        case .failed:
            nextTry = now + timing.retryPeriod
        }
    }

    /// Whether it is known what the Lease says.
    package var knowsLease: Bool { observed != nil }

    /// What to store to give the lease up, for the others to take it at once; nil when it is not held. What the Lease says is
    /// not known any more from then on.
    package mutating func release(wallClock: Timestamp) -> LeaseRecord? {
        defer { (leadsUntil, observed) = (nil, nil) }
        guard var lease = observed?.lease, lease.holder == identity else { return nil }
        lease.holder = ""
        lease.durationSeconds = 1
        lease.acquired = wallClock
        lease.renewed = wallClock
        return lease
    }

    /// When the term of another holder ends if it does not renew; nil when the lease is free or ours.
    private func termEnd(of observed: Observation) -> ContinuousClock.Instant? {
        guard !observed.lease.holder.isEmpty, observed.lease.holder != identity else { return nil }
        return observed.since + timing.leaseDuration
    }

    private func claim(over lease: LeaseRecord, _ wallClock: Timestamp) -> LeaseRecord {
        let isRenewal = lease.holder == identity
        let (more, overflow) = lease.transitions.addingReportingOverflow(1)
        let isFirst = lease.resourceVersion.isEmpty
        return LeaseRecord(
            holder: identity, durationSeconds: Int(timing.leaseDuration.components.seconds),
            acquired: isRenewal ? lease.acquired ?? wallClock : wallClock, renewed: wallClock,
            transitions: isRenewal || overflow || isFirst ? lease.transitions : more,
            resourceVersion: lease.resourceVersion)
    }
}
