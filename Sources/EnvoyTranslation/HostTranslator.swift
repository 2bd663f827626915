import EnvoyAPI
package import RoutingGraph
import SwiftProtobuf
package import XDSModel

/// Turns hosts of the graph into what Envoy is sent.
///
/// A pure function of host, settings and style. What all hosts share is made once, when the translator is.
package struct HostTranslator: Sendable {
    /// What the operator set.
    let settings: TranslationSettings
    /// How resources name the source of further resources.
    let style: SourceStyle
    /// The connection manager of the listener for TLS.
    let connectionManager: ConnectionManager
    /// The log of the listener for TLS.
    let accessLog: [Envoy.AccessLog]
    /// The encoded answer to requests for another host.
    let misdirected: [UInt8]

    /// A translator; after a change of settings every host has to be translated anew.
    package init(_ settings: TranslationSettings, style: SourceStyle) {
        self.settings = settings
        self.style = style
        connectionManager = ConnectionManager(.secure, settings: settings, style: style)
        accessLog = settings.accessLog.log(to: settings.accessLog.path(for: .secure))
        misdirected = Envoy.VirtualHost.misdirected.deterministicBytes()
    }

    /// What Envoy is sent for the host.
    package func translate(_ host: Host) -> TranslatedHost {
        var needs = HostNeeds()
        let plain = host.plain.map { virtualHost($0, needs: &needs).deterministicBytes() }
        var routes: Resource?
        var chain: [UInt8]?
        if let secure = host.secure {
            if case .http(let inner) = secure.traffic { routes = routeConfiguration(inner, needs: &needs) }
            chain = filterChain(secure, needs: &needs)?.deterministicBytes()
        }
        return TranslatedHost(
            plainHost: plain, routeConfiguration: routes, filterChain: chain,
            clusters: needs.clusters.values.sorted { $0.name < $1.name },
            secrets: needs.secrets.values.sorted { $0.name < $1.name },
            endpoints: needs.endpoints.sorted { $0.key < $1.key }.map(\.value))
    }

    /// The route configuration of a host on the listener for TLS: the host, and 421 for every other name.
    private func routeConfiguration(_ host: VirtualHost, needs: inout HostNeeds) -> Resource {
        var parts = [EncodedPart(name: host.name, bytes: virtualHost(host, needs: &needs).deterministicBytes())]
        if host.name != "*" { parts.append(EncodedPart(name: "*", bytes: misdirected)) }
        return RouteTable(name: RouteTable.name(ofSecureHost: host.name)).resource(virtualHosts: parts)
    }
}

/// What the routes and chains of a host name, gathered while they are made.
struct HostNeeds {
    /// Clusters by name.
    private(set) var clusters: [String: Resource] = [:]
    /// Secrets by name.
    private(set) var secrets: [String: Resource] = [:]
    /// Endpoints by name.
    private(set) var endpoints: [String: EndpointsKey] = [:]

    /// Makes sure that the cluster is sent; answers its name.
    mutating func require(_ cluster: Cluster, translator: HostTranslator) -> String {
        let name = cluster.name
        guard clusters[name] == nil else { return name }
        let endpointsKey = cluster.endpoints
        let endpointsName = endpointsKey?.name
        clusters[name] = Resource(
            name: name, message: translator.cluster(cluster, name: name, endpointsName: endpointsName),
            endpoints: endpointsName)
        if let endpointsKey, let endpointsName { endpoints[endpointsName] = endpointsKey }
        if cluster.upstreamProtocol.hasTLS, let certificate = cluster.tls.clientCertificate { require(certificate) }
        return name
    }

    /// Makes sure that the certificate is sent.
    mutating func require(_ certificate: TLSCertificate) {
        let name = certificate.resourceName
        guard secrets[name] == nil else { return }
        secrets[name] = Resource(name: name, message: Envoy.Secret(certificate))
    }
}
