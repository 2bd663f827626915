extension EnvoyConfiguration {
    /// The clusters that arrive by cluster discovery.
    var clusters: [JSONValue] {
        [cluster(named: "backend", port: httpBackend), cluster(named: "tcp-backend", port: tcpBackend)]
    }

    /// The listeners that arrive by listener discovery: HTTP, proxied TCP, and readiness with statistics.
    var listeners: [JSONValue] {
        [
            listener(named: "ingress_http", port: ports.http, filter: ingress),
            listener(named: "ingress_tcp", port: ports.tcp, filter: proxiedTCP),
            listener(named: "stats-health", port: ports.statistics, filter: statistics),
        ]
    }

    private func cluster(named name: String, port: Int) -> JSONValue {
        [
            "name": .string(name),
            "type": "STATIC",
            "connect_timeout": "2s",
            "circuit_breakers": [
                "thresholds": [
                    ["max_connections": 100_000, "max_pending_requests": 100_000, "max_requests": 100_000]
                ]
            ],
            "load_assignment": [
                "cluster_name": .string(name),
                "endpoints": [["lb_endpoints": [["endpoint": ["address": address(port)]]]]],
            ],
        ]
    }

    private func listener(named name: String, port: Int, filter: JSONValue) -> JSONValue {
        ["name": .string(name), "address": address(port), "filter_chains": [["filters": [filter]]]]
    }

    private func address(_ port: Int) -> JSONValue {
        ["socket_address": ["address": "127.0.0.1", "port_value": .integer(Int64(port))]]
    }

    private var ingress: JSONValue {
        let all: JSONValue = ["match": ["prefix": "/"], "route": ["cluster": "backend", "timeout": "0s"]]
        var filter = connectionManager(statPrefix: "ingress_http", routes: [all])
        filter["typed_config"]?["upgrade_configs"] = [["upgrade_type": "websocket"]]
        if let idleTimeout {
            filter["typed_config"]?["common_http_protocol_options"] = [
                "idle_timeout": .string(idleTimeout.protobufText)
            ]
        }
        return filter
    }

    private var statistics: JSONValue {
        connectionManager(
            statPrefix: "stats",
            routes: [
                ["match": ["path": "/ready"], "route": ["cluster": "envoy-admin"]],
                ["match": ["prefix": "/stats"], "route": ["cluster": "envoy-admin"]],
            ])
    }

    private func connectionManager(statPrefix: String, routes: JSONValue) -> JSONValue {
        let filters = "type.googleapis.com/envoy.extensions.filters"
        return [
            "name": "envoy.filters.network.http_connection_manager",
            "typed_config": [
                "@type": .string(
                    filters + ".network.http_connection_manager.v3.HttpConnectionManager"),
                "stat_prefix": .string(statPrefix),
                "codec_type": "AUTO",
                "route_config": [
                    "name": .string(statPrefix),
                    "virtual_hosts": [["name": "all", "domains": ["*"], "routes": routes]],
                ],
                "http_filters": [
                    [
                        "name": "envoy.filters.http.router",
                        "typed_config": ["@type": .string(filters + ".http.router.v3.Router")],
                    ]
                ],
            ],
        ]
    }

    private var proxiedTCP: JSONValue {
        [
            "name": "envoy.filters.network.tcp_proxy",
            "typed_config": [
                "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                "stat_prefix": "ingress_tcp",
                "cluster": "tcp-backend",
            ],
        ]
    }
}

extension Duration {
    /// The duration as protobuf's JSON writes it, to the millisecond.
    fileprivate var protobufText: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)s"
    }
}
