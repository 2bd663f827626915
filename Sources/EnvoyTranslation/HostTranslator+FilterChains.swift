import EnvoyAPI
import RoutingGraph

extension HostTranslator {
    /// What the listener for TLS does with connections for one name; nil when there is nothing to do with them.
    ///
    /// See [filter chains](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchain).
    func filterChain(_ host: SecureHost, needs: inout HostNeeds) -> Envoy.FilterChain? {
        guard let filter = networkFilter(host, needs: &needs) else { return nil }
        var chain = Envoy.FilterChain()
        if host.name == "*" {
            chain.filterChainMatch.transportProtocol = "tls"
        } else {
            chain.filterChainMatch.serverNames = [host.name]
        }
        chain.filters = [filter]
        if let termination = host.termination {
            needs.require(termination.certificate)
            chain.transportSocket = Envoy.TransportSocket(
                Envoy.DownstreamTLSContext(
                    termination, protocols: protocols(of: host.traffic), settings: settings.tls, style: style))
        }
        return chain
    }

    private func networkFilter(_ host: SecureHost, needs: inout HostNeeds) -> Envoy.NetworkFilter? {
        switch host.traffic {
        case .http(let routes):
            return connectionManager.filter(
                routes: RouteTable.name(ofSecureHost: routes.name), filters: OptionalFilters(usedBy: routes),
                forwarded: host.termination?.clientValidation?.forwarded)
        case .tcp(let proxy):
            let destinations = named(proxy.destinations, needs: &needs)
            guard
                let settings = Envoy.TCPProxy(
                    destinations, listener: TrafficListener.secure.name, accessLog: accessLog)
            else { return nil }
            return Envoy.NetworkFilter(name: ExtensionName.tcpProxy, Envoy.AnyMessage(packing: settings))
        }
    }

    /// What clients are offered by ALPN; nothing when a backend speaks with them itself.
    private func protocols(of traffic: SecureTraffic) -> [String] {
        guard case .http = traffic else { return [] }
        if let only = settings.http.onlyVersion { return [only.rawValue] }
        return [HTTPSettings.HTTPVersion.http2.rawValue, HTTPSettings.HTTPVersion.http1.rawValue]
    }
}
