import EnvoyAPI
import EnvoyTranslation
import KubernetesAPI
import RoutingGraph
import TestKit
import XDSModel

/// A bootstrap that holds as static resources what Envoy would be sent, so that Envoy can be asked about all of it at once.
///
/// Two things differ from what is sent: secrets are found among the static ones, and every route configuration stands
/// in a listener of its own, because Envoy does not fetch while it validates.
struct StaticBootstrap {
    private var clusters: [String: JSONValue] = [:]
    private var secrets: [String: JSONValue] = [:]
    private var listeners: [JSONValue] = []
    private let tables: ListenerTable
    private let fixed: StaticResources

    /// A bootstrap with what is sent whatever hosts there are.
    init(_ settings: TranslationSettings, style: SourceStyle) throws {
        tables = ListenerTable(settings, style: style)
        fixed = StaticResources(settings, style: style)
        for name in ["contour", "envoy-admin"] { clusters[name] = try JSONValue(parsing: Self.cluster(name)) }
        for resource in fixed.listeners { listeners.append(try json(Envoy.Listener.self, resource.body)) }
        for resource in fixed.secrets { secrets[resource.name] = try json(Envoy.Secret.self, resource.body) }
        listeners.append(try json(Envoy.Listener.self, tables.plain.body))
    }

    /// Adds what hosts of these names give.
    mutating func add(_ hosts: [(name: String, translated: TranslatedHost)]) throws {
        var chains = tables.secure
        var virtualHosts = RouteTable.plain.joined
        for (name, host) in hosts {
            for resource in host.clusters { clusters[resource.name] = try json(Envoy.Cluster.self, resource.body) }
            for resource in host.secrets { secrets[resource.name] = try json(Envoy.Secret.self, resource.body) }
            _ = chains.apply([name: host.filterChain])
            _ = virtualHosts.apply([name: host.plainHost])
            if let routes = host.routeConfiguration { try hold(routes) }
        }
        try hold(virtualHosts.resource)
        if !chains.isEmpty {
            listeners.append(try json(Envoy.Listener.self, chains.resource.body))
        }
    }

    /// Asks Envoy whether it would start with it.
    func validate(in directory: TemporaryDirectory, name: String) async throws -> CommandRun {
        var static_ = JSONValue.object([:])
        static_["clusters"] = .array(clusters.keys.sorted().compactMap { clusters[$0] })
        static_["listeners"] = .array(listeners.map(\.withStaticSecrets))
        static_["secrets"] = .array(secrets.keys.sorted().compactMap { secrets[$0] })
        static_["clusters"] = static_["clusters"]?.withStaticSecrets
        var document = try JSONValue(parsing: Self.dynamic)
        document["static_resources"] = static_
        document["layered_runtime"] = try layeredRuntime()
        try directory.write(try document.pretty(), to: name)
        return try await CommandRun(
            try PackageRoot.envoy(),
            [
                "--mode", "validate", "--config-path", directory.file(name), "--service-node", "n", "--service-cluster",
                "c",
            ])
    }

    private func layeredRuntime() throws -> JSONValue {
        let runtime = try json(Envoy.Runtime.self, fixed.runtime.body)
        let layer = JSONValue.object(["name": .string("dynamic"), "static_layer": runtime["layer"] ?? .object([:])])
        return .object(["layers": .array([layer])])
    }

    /// Puts a route configuration into a listener of its own.
    private mutating func hold(_ routes: Resource) throws {
        var manager = try JSONValue(parsing: Self.holder)
        manager["route_config"] = try json(Envoy.RouteConfiguration.self, routes.body)
        let filter = JSONValue.object(["name": .string("http"), "typed_config": manager])
        let socket = JSONValue.object([
            "address": .string("127.0.0.1"), "port_value": .integer(Int64(20_000 + listeners.count)),
        ])
        listeners.append(
            .object([
                "name": .string("routes \(routes.name)"), "address": .object(["socket_address": socket]),
                "filter_chains": .array([.object(["filters": .array([filter])])]),
            ]))
    }

    private static func cluster(_ name: String) -> String {
        """
        {"name": "\(name)", "type": "STATIC", "typed_extension_protocol_options": {
        "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
        "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
        "explicit_http_config": {"http2_protocol_options": {}}}},
        "load_assignment": {"cluster_name": "\(name)", "endpoints": [{"lb_endpoints": [{"endpoint": {
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": 1}}}}]}]}}
        """
    }

    private static let dynamic = """
        {"dynamic_resources": {"ads_config": {"api_type": "DELTA_GRPC", "transport_api_version": "V3",
        "grpc_services": [{"envoy_grpc": {"cluster_name": "contour"}}]}}}
        """

    private static let holder = """
        {"@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "holder", "http_filters": [
        {"name": "cors", "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors"}},
        {"name": "router", "typed_config": {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}
        """
}

extension JSONValue {
    /// The same with secrets looked for among the static ones.
    fileprivate var withStaticSecrets: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.withStaticSecrets))
        case .object(let members): .object(members.filter { $0.key != "sds_config" }.mapValues(\.withStaticSecrets))
        default: self
        }
    }
}
