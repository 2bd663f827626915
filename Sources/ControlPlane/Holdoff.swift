/// How long the control plane waits before it takes the next batch in.
///
/// An edit of a system at rest goes out at once. In a burst publications are at least ``interval`` apart, so that what
/// arrives meanwhile goes out together; streams fold what they cannot send yet by themselves.
package struct Holdoff: Sendable {
    /// The least time between two publications.
    package static let interval = Duration.milliseconds(20)

    private var last: ContinuousClock.Instant?

    /// Nothing was published yet.
    package init() {}

    /// Notes a publication.
    package mutating func published(at now: ContinuousClock.Instant) { last = now }

    /// How long to wait; nil for not at all.
    package func delay(at now: ContinuousClock.Instant) -> Duration? {
        guard let last else { return nil }
        let rest = Self.interval - (now - last)
        return rest > .zero ? rest : nil
    }
}
