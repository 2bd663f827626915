import EnvoyAPI
import RoutingGraph
import SwiftProtobuf

extension Envoy.InternalRedirectPolicy {
    /// What is done with redirects that backends answer.
    ///
    /// See [internal redirects](https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/http_connection_management#internal-redirects).
    init(_ policy: InternalRedirectPolicy) {
        self.init()
        if let limit = policy.limit { maxInternalRedirects = Google_Protobuf_UInt32Value(limit) }
        // Envoy takes five codes at most, and there are but five.
        redirectResponseCodes = [301, 302, 303, 307, 308].filter(policy.statusCodes.contains)
        allowCrossSchemeRedirect = policy.crossScheme != .never
        if policy.crossScheme == .safeOnly {
            predicates.append(
                Envoy.TypedExtensionConfig(name: ExtensionName.safeCrossScheme, Envoy.SafeCrossSchemeConfig()))
        }
        if policy.deniesRepeatedRoute {
            predicates.append(
                Envoy.TypedExtensionConfig(name: ExtensionName.previousRoutes, Envoy.PreviousRoutesConfig()))
        }
    }
}
