/// What a balancer knows of its targets: what it saw, and what it acts on some time later.
package struct Readiness: Sendable {
    /// A change of one target's readiness.
    package struct Change: Sendable, Equatable {
        /// The position of the target.
        package var target: Int
        /// Whether it became ready.
        package var isReady: Bool
        /// When a probe saw it.
        package var seen: ContinuousClock.Instant
        /// From when on it is acted on.
        package var effective: ContinuousClock.Instant
    }

    private var seen: [Bool]
    private var effective: [Bool]
    private var pending: [Change] = []
    private var last = -1
    private let lag: Duration

    /// Everything that changed, in the order it was seen.
    package private(set) var changes: [Change] = []

    /// The targets as they are at the start, which is acted on at once.
    package init(initially: [Bool], lag: Duration) {
        self.seen = initially
        self.effective = initially
        self.lag = lag
    }

    /// Notes what a probe of `target` saw at `instant`.
    package mutating func note(target: Int, isReady: Bool, at instant: ContinuousClock.Instant) {
        guard seen[target] != isReady else { return }
        seen[target] = isReady
        let change = Change(target: target, isReady: isReady, seen: instant, effective: instant + lag)
        pending.append(change)
        changes.append(change)
    }

    /// The target of a connection that comes at `instant`: the ready ones take turns; nil when none is ready.
    package mutating func next(at instant: ContinuousClock.Instant) -> Int? {
        while let change = pending.first, change.effective <= instant {
            effective[change.target] = change.isReady
            pending.removeFirst()
        }
        for step in 1...max(effective.count, 1) {
            let candidate = (last + step) % max(effective.count, 1)
            if effective.indices.contains(candidate), effective[candidate] {
                last = candidate
                return candidate
            }
        }
        return nil
    }
}
