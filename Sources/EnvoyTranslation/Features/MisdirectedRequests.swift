import EnvoyAPI
import RoutingGraph

extension Envoy.VirtualHost {
    /// The answer to a request for another host than the one TLS was begun for: 421, so that the client asks again on
    /// a connection of its own.
    ///
    /// It stands beside the one host of a route configuration and takes all other names. Browsers share a connection between
    /// hosts that a certificate covers ([RFC 9110, 15.5.20](https://www.rfc-editor.org/rfc/rfc9110#name-421-misdirected-request)),
    /// and each host has its own idea of who may come in.
    static let misdirected: Envoy.VirtualHost = {
        var response = Envoy.Route()
        response.match.prefix = "/"
        response.directResponse.status = 421
        var host = Envoy.VirtualHost()
        host.name = "*"
        host.domains = ["*"]
        host.routes = [response]
        return host
    }()
}
