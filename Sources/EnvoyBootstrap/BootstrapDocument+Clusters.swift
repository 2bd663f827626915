import Conventions

extension BootstrapDocument {
    /// The way to the control plane: HTTP/2, kept alive, and with limits that are never what stops configuration.
    static func controlPlaneCluster(_ settings: BootstrapSettings) -> JSON {
        let http = JSON.packed(
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
            ["explicit_http_config": ["http2_protocol_options": [:]]])
        return [
            "name": .string(XDSName.cluster),
            "type": settings.xds.isIPAddress ? "STATIC" : "STRICT_DNS",
            "connect_timeout": "5s",
            "circuit_breakers": ["thresholds": [thresholds(priority: "HIGH"), thresholds(priority: nil)]],
            "dns_lookup_family": settings.dnsLookupFamily.envoy,
            "transport_socket": transportSocket(settings.security),
            "alt_stat_name": .string("\(settings.namespace)_\(XDSName.cluster)_\(settings.xds.port)"),
            "upstream_connection_options": ["tcp_keepalive": keepalive],
            "load_assignment": loadAssignment(XDSName.cluster, address: socketAddress(settings.xds)),
            "typed_extension_protocol_options": .object([.init(name: ExtensionName.httpProtocolOptions, value: http)]),
        ]
    }

    /// The way from a listener of Envoy to its own admin socket.
    static func adminCluster(_ settings: BootstrapSettings) -> JSON {
        [
            "name": .string(XDSName.adminCluster),
            "type": "STATIC",
            "connect_timeout": "0.250s",
            "alt_stat_name": .string("\(settings.namespace)_\(XDSName.adminCluster)_\(settings.adminPort)"),
            "load_assignment": loadAssignment(XDSName.adminCluster, address: pipe(settings.adminSocket)),
        ]
    }

    private static func loadAssignment(_ cluster: String, address: JSON) -> JSON {
        [
            "cluster_name": .string(cluster),
            "endpoints": [["lb_endpoints": [["endpoint": ["address": address]]]]],
        ]
    }

    private static func socketAddress(_ xds: XDSAddress) -> JSON {
        [
            "socket_address": [
                "address": .string(xds.host),
                "port_value": .integer(Int(xds.port)),
                "ipv4_compat": xds.host == "::" ? true : nil,
            ]
        ]
    }

    /// A control plane that vanished without closing is noticed after 30 + 3 × 5 seconds.
    private static let keepalive: JSON = ["keepalive_probes": 3, "keepalive_time": 30, "keepalive_interval": 5]

    /// Without a priority they hold for the usual one.
    private static func thresholds(priority: JSON?) -> JSON {
        [
            "priority": priority,
            "max_connections": 100_000,
            "max_pending_requests": 100_000,
            "max_requests": 60_000_000,
            "max_retries": 50,
            "track_remaining": true,
        ]
    }
}

extension DNSLookupFamily {
    /// Envoy's name; nothing for its default.
    fileprivate var envoy: JSON? {
        switch self {
        case .auto: nil
        case .v4: "V4_ONLY"
        case .v6: "V6_ONLY"
        case .all: "ALL"
        }
    }
}
