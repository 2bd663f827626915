import EnvoyAPI
import RoutingGraph
import SwiftProtobuf

extension CircuitBreakers {
    /// These limits, and those of `other` where there is none here.
    func completed(by other: CircuitBreakers) -> CircuitBreakers {
        CircuitBreakers(
            connections: connections ?? other.connections, pendingRequests: pendingRequests ?? other.pendingRequests,
            requests: requests ?? other.requests, retries: retries ?? other.retries,
            connectionsPerHost: connectionsPerHost ?? other.connectionsPerHost)
    }
}

extension Envoy.CircuitBreakers {
    /// How much may be under way at once; nil when nothing is limited. Zero is no limit, as in Contour.
    ///
    /// See [circuit breakers](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/circuit_breaker.proto).
    init?(_ limits: CircuitBreakers) {
        self.init()
        var threshold = Thresholds()
        threshold.trackRemaining = true
        if let limit = Self.limit(limits.connections) { threshold.maxConnections = limit }
        if let limit = Self.limit(limits.pendingRequests) { threshold.maxPendingRequests = limit }
        if let limit = Self.limit(limits.requests) { threshold.maxRequests = limit }
        if let limit = Self.limit(limits.retries) { threshold.maxRetries = limit }
        thresholds = [threshold]
        if let limit = Self.limit(limits.connectionsPerHost) {
            var perHost = Thresholds()
            perHost.maxConnections = limit
            perHostThresholds = [perHost]
        }
        let isLimited =
            threshold.hasMaxConnections || threshold.hasMaxPendingRequests || threshold.hasMaxRequests
            || threshold.hasMaxRetries || !perHostThresholds.isEmpty
        guard isLimited else { return nil }
    }

    private static func limit(_ value: UInt32?) -> Google_Protobuf_UInt32Value? {
        guard let value, value > 0 else { return nil }
        return Google_Protobuf_UInt32Value(value)
    }
}
