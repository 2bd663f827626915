extension BootstrapDocument {
    /// The one overload manager for the heap limit, the connection limit and the idle nudge; nothing without any.
    ///
    /// [How they work](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/overload/v3/overload.proto)
    static func overloadManager(_ settings: BootstrapSettings, pressureFile: String?) -> JSON? {
        let parts = [
            settings.heapLimit.map(heapLimit), settings.connectionLimit.map(connectionLimit),
            pressureFile.map(idleNudge),
        ].compactMap(\.self)
        guard !parts.isEmpty else { return nil }
        let actions = parts.flatMap(\.actions)
        return [
            "refresh_interval": "0.250s",
            "resource_monitors": .array(parts.map(\.monitor)),
            "actions": actions.isEmpty ? nil : .array(actions),
        ]
    }

    /// What is watched, and what is done about it.
    private typealias Part = (monitor: JSON, actions: [JSON])

    /// Gives memory back at 95 % and accepts no further requests at 98 % of `limit` bytes.
    private static func heapLimit(_ limit: UInt64) -> Part {
        let config = JSON.packed(
            "envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig",
            ["max_heap_size_bytes": .string("\(limit)")])
        return (
            monitor(ExtensionName.fixedHeap, config),
            [
                action("envoy.overload_actions.shrink_heap", when: ExtensionName.fixedHeap, reaches: 0.95),
                action("envoy.overload_actions.stop_accepting_requests", when: ExtensionName.fixedHeap, reaches: 0.98),
            ]
        )
    }

    /// Refuses connections beyond `limit`; this monitor acts by itself.
    private static func connectionLimit(_ limit: Int64) -> Part {
        let config = JSON.packed(
            "envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig",
            ["max_active_downstream_connections": .string("\(limit)")])
        return (monitor(ExtensionName.downstreamConnections, config), [])
    }

    /// Closes connections that have been idle for a second while the pressure file says `1`.
    private static func idleNudge(_ file: String) -> Part {
        let config = JSON.packed(
            "envoy.extensions.resource_monitors.injected_resource.v3.InjectedResourceConfig",
            ["filename": .string(file)])
        let timers = JSON.packed(
            "envoy.config.overload.v3.ScaleTimersOverloadActionConfig",
            ["timer_scale_factors": [["timer": "HTTP_DOWNSTREAM_CONNECTION_IDLE", "min_timeout": "1s"]]])
        // The file says 0 or 1 and nothing between.
        let reduce = action(
            "envoy.overload_actions.reduce_timeouts", when: ExtensionName.injectedResource, reaches: 0.5, timers)
        return (monitor(ExtensionName.injectedResource, config), [reduce])
    }

    private static func monitor(_ name: String, _ config: JSON) -> JSON {
        ["name": .string(name), "typed_config": config]
    }

    private static func action(
        _ name: String, when monitor: String, reaches threshold: Double, _ config: JSON? = nil
    ) -> JSON {
        [
            "name": .string(name),
            "triggers": [["name": .string(monitor), "threshold": ["value": .number(threshold)]]],
            "typed_config": config,
        ]
    }
}
