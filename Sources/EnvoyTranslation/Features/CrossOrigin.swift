import EnvoyAPI
import RoutingGraph
import SwiftProtobuf

extension Envoy.CORSPolicy {
    /// Who may call from another origin.
    ///
    /// See [CORS](https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter).
    init(_ policy: CrossOriginPolicy) {
        self.init()
        allowOriginStringMatch = policy.allowedOrigins.map { origin in
            if let matcher = Envoy.StringMatcher(origin) { return matcher }
            // Envoy takes this text for "any origin".
            var any = Envoy.StringMatcher()
            any.exact = "*"
            return any
        }
        allowMethods = policy.allowedMethods
        allowHeaders = policy.allowedHeaders
        exposeHeaders = policy.exposedHeaders
        maxAge = policy.maximumAge
        allowCredentials = Google_Protobuf_BoolValue(policy.allowsCredentials)
        allowPrivateNetworkAccess = Google_Protobuf_BoolValue(policy.allowsPrivateNetwork)
    }
}
