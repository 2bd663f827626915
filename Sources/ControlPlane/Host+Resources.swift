import EnvoyTranslation
package import RoutingGraph
package import XDSModel

/// Which resources a host has a part in.
extension Host {
    /// Whether one of the resources is made of the host alone, or is something the host needs. Collections of all hosts
    /// are not meant.
    package func contributes(to type: ResourceType, named names: Set<String>) -> Bool {
        switch type {
        case .route: secureRoutes != nil && names.contains(RouteTable.name(ofSecureHost: name))
        case .cluster: clusters.contains { names.contains($0.name) }
        case .endpoints: clusters.contains { $0.endpoints.map { names.contains($0.name) } ?? false }
        case .secret: certificates.contains { names.contains($0.resourceName) }
        case .listener, .runtime: false
        }
    }

    /// The clusters that routes and connections lead to, mirrors among them, each as often as it is led to.
    private var clusters: [Cluster] {
        var clusters = ((plain?.routes ?? []) + (secureRoutes ?? [])).flatMap(\.clusters)
        if case .tcp(let proxy)? = secure?.traffic { clusters += proxy.destinations.map(\.cluster) }
        return clusters
    }

    /// The certificates that Envoy shows to clients and to backends.
    private var certificates: [TLSCertificate] {
        let shown = secure?.termination.map { [$0.certificate] } ?? []
        return shown + clusters.compactMap { $0.upstreamProtocol.hasTLS ? $0.tls.clientCertificate : nil }
    }

    private var secureRoutes: [Route]? {
        guard case .http(let host)? = secure?.traffic else { return nil }
        return host.routes
    }
}

extension Route {
    /// The clusters the route leads to, its mirror among them.
    fileprivate var clusters: [Cluster] {
        guard case .forward(let forwarding) = action else { return [] }
        return forwarding.destinations.map(\.cluster) + (forwarding.mirror.map { [$0.cluster] } ?? [])
    }
}
