package import KubernetesAPI

/// Now, twice: what intervals are measured by, and what is written into objects. The two are never mixed.
package struct Moment: Sendable, Equatable {
    /// For intervals; a clock that nobody sets and that runs while the machine sleeps.
    package var instant: ContinuousClock.Instant
    /// For people.
    package var wall: Timestamp

    /// A moment.
    package init(_ instant: ContinuousClock.Instant, wall: Timestamp) {
        self.instant = instant
        self.wall = wall
    }
}
