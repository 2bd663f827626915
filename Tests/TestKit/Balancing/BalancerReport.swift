/// What a balancer did.
package struct BalancerReport: Sendable {
    /// A change of readiness, and when new connections began to follow it.
    package struct Change: Sendable {
        /// The target's name.
        package var target: String
        /// Whether it became ready.
        package var isReady: Bool
        /// When a probe saw it.
        package var seen: ContinuousClock.Instant
        /// From when on it was acted on.
        package var effective: ContinuousClock.Instant
    }

    /// Connections made to each target.
    package var connections: [String: Int] = [:]
    /// When a connection to each target last ended.
    package var lastEnd: [String: ContinuousClock.Instant] = [:]
    /// Connections each target refused, which the client saw as a reset.
    package var refused: [String: Int] = [:]
    /// Connections reset because no target was known to be ready.
    package var unroutable = 0
    /// All changes of readiness in the order they were seen.
    package var changes: [Change] = []
}
