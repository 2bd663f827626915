import EnvoyAPI
import RoutingGraph
import SwiftProtobuf

extension Envoy.RetryPolicy {
    /// When a request is tried again.
    ///
    /// See [retries](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-retrypolicy).
    init(_ policy: RetryPolicy) {
        self.init()
        retryOn = policy.retryOn
        numRetries = Google_Protobuf_UInt32Value(policy.count)
        if let limit = policy.perTryTimeout.envoy { perTryTimeout = limit }
        retriableStatusCodes = policy.retriableStatusCodes
    }
}
