import EnvoyAPI
import RoutingGraph

extension Envoy.RedirectAction {
    /// Where a client is sent.
    ///
    /// See [redirects](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-redirectaction).
    init(_ redirection: Redirection) {
        self.init()
        if redirection.toHTTPS {
            httpsRedirect = true
        } else if let scheme = redirection.scheme, !scheme.isEmpty {
            schemeRedirect = scheme
        }
        hostRedirect = redirection.hostname ?? ""
        if let port = redirection.port, port <= 65_535 { portRedirect = port }
        responseCode = Self.responseCode(redirection.statusCode)
        switch redirection.path {
        case .full(let path): pathRedirect = path
        case .prefix(let prefix): prefixRewrite = prefix
        case nil: break
        }
    }

    /// The five codes Envoy can send; any other becomes 302.
    private static func responseCode(_ code: UInt32) -> RedirectResponseCode {
        switch code {
        case 301: .movedPermanently
        case 303: .seeOther
        case 307: .temporaryRedirect
        case 308: .permanentRedirect
        default: .found
        }
    }
}
