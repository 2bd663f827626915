internal import Synchronization

/// When a client stops: at its deadline, or earlier when it is told to.
///
/// Work in flight is finished, none is begun.
package final class RunLimit: Sendable {
    /// The latest moment at which something new is begun.
    package let deadline: ContinuousClock.Instant
    private let isStopped = Atomic(false)

    /// A limit `duration` from now.
    package init(lasting duration: Duration) {
        self.deadline = .now + duration
    }

    /// Stops now instead of at the deadline.
    package func stop() {
        isStopped.store(true, ordering: .releasing)
    }

    /// Whether nothing new may be begun.
    package var isOver: Bool {
        isStopped.load(ordering: .acquiring) || ContinuousClock.now >= deadline || Task.isCancelled
    }

    /// Sleeps until `instant`, or until the limit is over, which it notices within 20 ms.
    package func sleep(until instant: ContinuousClock.Instant) async {
        while !isOver {
            let now = ContinuousClock.now
            if now >= instant { return }
            try? await Task.sleep(until: min(instant, now + .milliseconds(20)), clock: .continuous)
        }
    }

    /// Sleeps for `duration`, or until the limit is over.
    package func sleep(for duration: Duration) async {
        await sleep(until: .now + duration)
    }
}
