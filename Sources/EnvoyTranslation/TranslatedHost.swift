package import RoutingGraph
package import XDSModel

/// What Envoy is sent for one host. Equal hosts give equal bytes.
package struct TranslatedHost: Sendable, Equatable {
    /// The encoded virtual host for the route configuration of the plain listener; nil when the host is not served there.
    package var plainHost: [UInt8]?
    /// The route configuration `https/<fqdn>`; nil when TLS is not served or carries no HTTP.
    package var routeConfiguration: Resource?
    /// The encoded filter chain for the listener for TLS; nil when TLS is not served.
    package var filterChain: [UInt8]?
    /// The clusters that routes name, by name, each once.
    package var clusters: [Resource]
    /// The secrets that the chain and the clusters name, by name, each once.
    package var secrets: [Resource]
    /// The endpoints that the clusters are warmed with, by name, each once.
    package var endpoints: [EndpointsKey]

    /// What is left when its parts have been joined to the collections of all hosts.
    var withoutParts: TranslatedHost {
        var rest = self
        rest.plainHost = nil
        rest.filterChain = nil
        return rest
    }
}
