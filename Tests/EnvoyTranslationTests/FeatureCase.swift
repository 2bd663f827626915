import EnvoyTranslation
import KubernetesAPI
import RoutingGraph
import TestKit
import Testing

/// A host that uses one feature in one way, and the settings it is translated with.
struct FeatureCase: Sendable, CustomTestStringConvertible {
    /// The feature: a file in the module, and a folder of `Golden`.
    let feature: String
    /// The way: a file in that folder.
    let name: String
    /// The settings.
    let settings: TranslationSettings
    /// Makes the host, under a name of its own, from certificates that need only be real for Envoy.
    let host: @Sendable (String, Certificates) -> Host

    var testDescription: String { "\(feature)/\(name)" }

    /// The name of the host, which no other case has.
    var hostName: String { "\(name).\(feature).example.com".lowercased() }

    /// A case.
    init(
        _ feature: String, _ name: String, settings: (inout TranslationSettings) -> Void = { _ in },
        host: @escaping @Sendable (String, Certificates) -> Host
    ) {
        var changed = TranslationSettings()
        settings(&changed)
        self.feature = feature
        self.name = name
        self.settings = changed
        self.host = host
    }

    /// A case of one route of plain HTTP.
    init(
        _ feature: String, _ name: String, settings: (inout TranslationSettings) -> Void = { _ in },
        route: @escaping @Sendable () -> Route
    ) {
        self.init(feature, name, settings: settings) { host, _ in
            Host(name: host, plain: VirtualHost(name: host, routes: [route()]))
        }
    }

    /// A case of one match.
    init(_ feature: String, _ name: String, match: RouteMatch) {
        self.init(feature, name) { Route.forwarding(match: match) }
    }

    /// A case of one way to forward to one backend.
    init(_ feature: String, _ name: String, change: @escaping @Sendable (inout Forwarding) -> Void) {
        self.init(feature, name) {
            var forwarding = Forwarding(destinations: [Destination(cluster: .web())])
            change(&forwarding)
            return Route(match: .everything, action: .forward(forwarding), origin: .proxy)
        }
    }

    /// A case of one cluster.
    init(
        _ feature: String, _ name: String, settings: (inout TranslationSettings) -> Void = { _ in },
        cluster change: @escaping @Sendable (inout Cluster, Certificates) -> Void
    ) {
        self.init(feature, name, settings: settings) { host, certificates in
            var cluster = Cluster.web(feature: "\(feature)-\(name)".lowercased())
            change(&cluster, certificates)
            return Host(name: host, plain: VirtualHost(name: host, routes: [.forwarding(to: cluster)]))
        }
    }

    /// A case of one host on the listener for TLS.
    init(
        _ feature: String, _ name: String, settings: (inout TranslationSettings) -> Void = { _ in },
        termination: @escaping @Sendable (inout TLSTermination, Certificates) -> Void
    ) {
        self.init(feature, name, settings: settings) { host, certificates in
            var end = TLSTermination(certificate: certificates.server)
            termination(&end, certificates)
            let routes = VirtualHost(name: host, routes: [.forwarding()])
            return Host(
                name: host, secure: SecureHost(name: host, termination: end, traffic: .http(routes)))
        }
    }
}

/// The certificates of a case.
struct Certificates: Sendable {
    /// A chain with its key.
    var server: TLSCertificate
    /// An authority's certificate, PEM.
    var authority: [UInt8]
    /// What that authority revoked, PEM.
    var revocations: [UInt8]

    /// Texts that Envoy would refuse.
    static let invented = Certificates(
        server: TLSCertificate(
            namespace: "default", name: "certificate", chain: Array("CHAIN".utf8), privateKey: Array("KEY".utf8)),
        authority: Array("AUTHORITY".utf8), revocations: Array("REVOCATIONS".utf8))
}

extension ObjectKey {
    /// The object every route comes from.
    static let proxy = ObjectKey(.httpProxy, namespace: "default", name: "proxy")
}

extension RouteMatch {
    /// All requests.
    static let everything = RouteMatch(path: .prefix("/"))
}

extension ServicePort {
    /// A port of a Service that every case may use.
    static func web(_ name: String = "web", port: Int = 80) -> ServicePort {
        ServicePort(namespace: "default", name: name, port: port, portName: "http")
    }
}

extension Cluster {
    /// A backend with defaults.
    static func web(feature name: String = "web") -> Cluster {
        Cluster(service: .web(name), discovery: .endpoints(healthPort: nil))
    }
}

extension Route {
    /// A route to one backend.
    static func forwarding(match: RouteMatch = .everything, to cluster: Cluster = .web()) -> Route {
        Route(match: match, action: .forward(Forwarding(destinations: [Destination(cluster: cluster)])), origin: .proxy)
    }

    /// A route of any kind.
    static func any(_ action: RouteAction) -> Route {
        Route(match: .everything, action: action, origin: .proxy)
    }
}
