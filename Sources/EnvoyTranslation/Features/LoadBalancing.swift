import EnvoyAPI
import RoutingGraph
import SwiftProtobuf

extension Envoy.Cluster {
    /// Sets how requests are spread over endpoints.
    ///
    /// See [load balancers](https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/load_balancers).
    mutating func apply(_ balancing: LoadBalancing) {
        switch balancing {
        case .roundRobin: lbPolicy = .roundRobin
        case .weightedLeastRequest: lbPolicy = .leastRequest
        case .random: lbPolicy = .random
        case .cookie, .requestHash: lbPolicy = .ringHash
        }
    }
}

extension Envoy.RouteAction.HashPolicy {
    /// What of a request yields a hash; nil for a part without a name, which Envoy refuses.
    ///
    /// See [hash policies](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-routeaction-hashpolicy).
    init?(_ hash: RequestHash) {
        self.init()
        terminal = hash.isTerminal
        switch hash.source {
        case .header(""), .queryParameter(""), .sessionCookie("", _): return nil
        case .sessionCookie(let name, let path):
            cookie.name = name
            cookie.path = path
            // Envoy sets a cookie only when there is a lifetime; zero is that of the browser's session.
            cookie.ttl = Google_Protobuf_Duration()
        case .header(let name): header.headerName = name
        case .queryParameter(let name): queryParameter.name = name
        case .sourceAddress: connectionProperties.sourceIp = true
        }
    }
}
