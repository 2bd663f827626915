import Synchronization

/// A clock on which every sleep is over at once; time passes only by sleeping.
final class ScriptedClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var elapsed: Duration

        func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }
        func duration(to other: Instant) -> Duration { other.elapsed - elapsed }
        static func < (left: Instant, right: Instant) -> Bool { left.elapsed < right.elapsed }
    }

    private let sleeps = Mutex<[Duration]>([])
    private let onSleep: @Sendable (Int) throws -> Void

    /// Calls `onSleep` with 1, 2, … before each sleep ends.
    init(onSleep: @escaping @Sendable (Int) throws -> Void = { _ in }) {
        self.onSleep = onSleep
    }

    var now: Instant { Instant(elapsed: slept.reduce(.zero, +)) }
    var minimumResolution: Duration { .nanoseconds(1) }

    /// How long each sleep was, in order.
    var slept: [Duration] { sleeps.withLock { $0 } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let duration = now.duration(to: deadline)
        let count = sleeps.withLock { sleeps in
            sleeps.append(duration)
            return sleeps.count
        }
        try onSleep(count)
    }
}
