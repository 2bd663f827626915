/// What somebody asked of a drain: flags of a command, or the body of `POST /drain`. What is `nil` was not said.
///
/// Times are milliseconds, because this is also the JSON that the hook sends to the manager.
package struct DrainOptions: Sendable, Equatable, Codable {
    package var drainDelay: Int?
    package var healthFailDelay: Int?
    package var checkDelay: Int?
    package var checkInterval: Int?
    package var minDrainDuration: Int?
    package var drainTimeout: Int?
    package var gracePeriod: Int?
    package var exitMargin: Int?
    package var requestTimeout: Int?
    package var websocketTimeout: Int?
    package var tcpTimeout: Int?
    package var idleGrace: Int?
    package var minOpenConnections: Int?
    package var requestThreshold: Int?
    package var websocketThreshold: Int?
    package var tcpThreshold: Int?
    package var idleThreshold: Int?
    package var idleNudge: Bool?

    /// Nothing said.
    package init() {}

    /// These options where they say something, else `base`.
    package func over(_ base: DrainOptions) -> DrainOptions {
        var result = DrainOptions()
        result.drainDelay = drainDelay ?? base.drainDelay
        result.healthFailDelay = healthFailDelay ?? base.healthFailDelay
        result.checkDelay = checkDelay ?? base.checkDelay
        result.checkInterval = checkInterval ?? base.checkInterval
        result.minDrainDuration = minDrainDuration ?? base.minDrainDuration
        result.drainTimeout = drainTimeout ?? base.drainTimeout
        result.gracePeriod = gracePeriod ?? base.gracePeriod
        result.exitMargin = exitMargin ?? base.exitMargin
        result.requestTimeout = requestTimeout ?? base.requestTimeout
        result.websocketTimeout = websocketTimeout ?? base.websocketTimeout
        result.tcpTimeout = tcpTimeout ?? base.tcpTimeout
        result.idleGrace = idleGrace ?? base.idleGrace
        result.minOpenConnections = minOpenConnections ?? base.minOpenConnections
        result.requestThreshold = requestThreshold ?? base.requestThreshold
        result.websocketThreshold = websocketThreshold ?? base.websocketThreshold
        result.tcpThreshold = tcpThreshold ?? base.tcpThreshold
        result.idleThreshold = idleThreshold ?? base.idleThreshold
        result.idleNudge = idleNudge ?? base.idleNudge
        return result
    }

    /// The names of the JSON form.
    private enum CodingKeys: String, CodingKey {
        case drainDelay = "drain_delay_ms"
        case healthFailDelay = "health_fail_delay_ms"
        case checkDelay = "check_delay_ms"
        case checkInterval = "check_interval_ms"
        case minDrainDuration = "min_drain_duration_ms"
        case drainTimeout = "drain_timeout_ms"
        case gracePeriod = "grace_period_ms"
        case exitMargin = "exit_margin_ms"
        case requestTimeout = "request_timeout_ms"
        case websocketTimeout = "websocket_timeout_ms"
        case tcpTimeout = "tcp_timeout_ms"
        case idleGrace = "idle_grace_ms"
        case minOpenConnections = "min_open_connections"
        case requestThreshold = "request_threshold"
        case websocketThreshold = "websocket_threshold"
        case tcpThreshold = "tcp_threshold"
        case idleThreshold = "idle_threshold"
        case idleNudge = "idle_nudge"
    }
}
