/// Ever longer pauses between attempts that fail.
package struct Backoff: Sendable, Equatable {
    /// The first pause.
    package static let first = Duration.milliseconds(800)
    /// The longest pause, before chance is added.
    package static let longest = Duration.seconds(30)
    /// How long nothing has to fail until pauses are short again.
    package static let resetAfter = Duration.seconds(120)

    private var next = Backoff.first
    private var last: ContinuousClock.Instant?

    /// No failure so far.
    package init() {}

    /// The pause after a failure: up to twice as long as the rule says, by a chance from 0 to 1, so that clients that
    /// failed together do not come back together.
    package mutating func pause(at now: ContinuousClock.Instant, chance: Double) -> Duration {
        if let last, now - last > Self.resetAfter { next = Self.first }
        last = now
        defer { next = min(next * 2, Self.longest) }
        return next + next * min(max(chance, 0), 1)
    }

    /// Something succeeded for good: the next pause is the first.
    package mutating func reset() {
        next = Self.first
        last = nil
    }
}
