extension EnvoyConfiguration {
    /// The bootstrap with discovery by file in place of discovery by gRPC.
    var completeBootstrap: JSONValue {
        var complete = bootstrap ?? minimalBootstrap
        complete["dynamic_resources"] = [
            "cds_config": discoveryFile("cds.json"),
            "lds_config": discoveryFile("lds.json"),
        ]
        if let layers = complete["layered_runtime"]?["layers"]?.elements {
            complete["layered_runtime"]?["layers"] = .array(layers.filter { $0["rtds_layer"] == nil })
        }
        let clusters = complete["static_resources"]?["clusters"]?.elements ?? []
        if !clusters.contains(where: { $0["name"] == "envoy-admin" }) {
            var resources = complete["static_resources"] ?? [:]
            resources["clusters"] = .array(clusters + [adminCluster])
            complete["static_resources"] = resources
        }
        return complete
    }

    private func discoveryFile(_ name: String) -> JSONValue {
        ["path_config_source": ["path": .string(directory.file(name))], "resource_api_version": "V3"]
    }

    /// An admin interface on a unix socket, and the overload manager that makes the idle nudge possible.
    private var minimalBootstrap: JSONValue {
        [
            "admin": ["address": ["pipe": ["path": .string(adminSocket)]]],
            "overload_manager": [
                "refresh_interval": "0.25s",
                "resource_monitors": [
                    [
                        "name": "envoy.resource_monitors.injected_resource",
                        "typed_config": [
                            "@type": .string(
                                "type.googleapis.com/"
                                    + "envoy.extensions.resource_monitors.injected_resource.v3.InjectedResourceConfig"),
                            "filename": .string(idleNudge),
                        ],
                    ]
                ],
                "actions": [
                    [
                        "name": "envoy.overload_actions.reduce_timeouts",
                        "triggers": [
                            [
                                "name": "envoy.resource_monitors.injected_resource",
                                "threshold": ["value": 1],
                            ]
                        ],
                        "typed_config": [
                            "@type": "type.googleapis.com/envoy.config.overload.v3.ScaleTimersOverloadActionConfig",
                            "timer_scale_factors": [
                                ["timer": "HTTP_DOWNSTREAM_CONNECTION_IDLE", "min_timeout": "1s"]
                            ],
                        ],
                    ]
                ],
            ],
        ]
    }

    private var adminCluster: JSONValue {
        [
            "name": "envoy-admin",
            "type": "STATIC",
            "load_assignment": [
                "cluster_name": "envoy-admin",
                "endpoints": [
                    ["lb_endpoints": [["endpoint": ["address": ["pipe": ["path": .string(adminSocket)]]]]]]
                ],
            ],
        ]
    }
}
