/// When to look at what nobody tells of.
package struct DirectoryPoll: Sendable {
    private let pause: Duration
    private var due: ContinuousClock.Instant?

    /// A poll with a pause between looks.
    package init(pause: Duration) {
        self.pause = pause
    }

    /// Sets the next look; answers how long it is until then, nil when one is set already.
    package mutating func schedule(at now: ContinuousClock.Instant) -> Duration? {
        guard due == nil else { return nil }
        due = now.advanced(by: pause)
        return pause
    }

    /// Whether it is time for the look that was set, which is no longer set then.
    package mutating func takeDue(at now: ContinuousClock.Instant) -> Bool {
        guard let due, due <= now else { return false }
        self.due = nil
        return true
    }
}
