/// How far a stream of all types is with carrying a snapshot out, make before break.
///
/// See [eventual consistency considerations](https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#eventual-consistency-considerations).
struct Rollout: Sendable {
    /// The steps. Each leads to the next; a step with nothing to do takes no time.
    enum Phase: Sendable, Equatable {
        /// Nothing under way. → `clusters` when there is a newer snapshot or a cluster to send.
        case rest
        /// New and changed clusters are sent. → `warming` when they are answered, `configuration` at that moment.
        ///
        /// Envoy holds its answer back until the clusters are warm.
        case clusters(until: ContinuousClock.Instant)
        /// Waits until the endpoints of those clusters are answered. → `configuration` then, or at that moment.
        case warming(until: ContinuousClock.Instant)
        /// Listeners and routes are sent. → `rest` when they are answered; from then on removed clusters have a date.
        case configuration
    }

    /// The step.
    var phase = Phase.rest

    /// Whether clusters are being sent.
    var isSendingClusters: Bool { if case .clusters = phase { true } else { false } }

    /// The endpoint resources that were not sent since a cluster that warms with them was.
    private(set) var unwarmed: Set<String> = []
    private var warmingNonce: String?
    /// How often warming took too long.
    private(set) var timeouts = 0

    /// A cluster that warms with these endpoints was sent.
    mutating func needs(_ endpoints: String) {
        unwarmed.insert(endpoints)
    }

    /// These endpoints are not waited for.
    mutating func excuse(_ endpoints: String) {
        unwarmed.remove(endpoints)
    }

    /// A response about endpoints was sent.
    mutating func note(_ output: DiscoveryOutput) {
        guard !unwarmed.isEmpty else { return }
        let before = unwarmed.count
        for resource in output.resources { unwarmed.remove(resource.name) }
        for name in output.removed { unwarmed.remove(name) }
        if unwarmed.count < before { warmingNonce = output.nonce }
        if unwarmed.isEmpty { unwarmed = [] }
    }

    /// True when all endpoints were sent and answered; `flight` is the nonce of the endpoints' response in flight.
    func isWarm(flight: String?) -> Bool {
        unwarmed.isEmpty && (flight == nil || flight != warmingNonce)
    }

    /// Waits for warming no longer.
    mutating func giveUpWarming() {
        timeouts += 1
        unwarmed = []
    }
}
