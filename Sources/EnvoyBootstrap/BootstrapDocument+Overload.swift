import EnvoyAPI
import SwiftProtobuf

extension BootstrapDocument {
    /// The one overload manager for the heap limit, the connection limit and the idle nudge; nothing without any.
    ///
    /// [How they work](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/overload/v3/overload.proto)
    static func overloadManager(
        _ settings: BootstrapSettings, pressureFile: String?
    ) throws(BootstrapError) -> Envoy.OverloadManager? {
        var manager = Envoy.OverloadManager()
        if let limit = settings.heapLimit { try addHeapLimit(limit, to: &manager) }
        if let limit = settings.connectionLimit { try addConnectionLimit(limit, to: &manager) }
        if let pressureFile { try addIdleNudge(pressureFile, to: &manager) }
        guard !manager.resourceMonitors.isEmpty else { return nil }
        manager.refreshInterval = Google_Protobuf_Duration(nanos: 250_000_000)
        return manager
    }

    /// Gives memory back at 95 % and accepts no further requests at 98 % of `limit` bytes.
    private static func addHeapLimit(
        _ limit: UInt64, to manager: inout Envoy.OverloadManager
    ) throws(BootstrapError) {
        var config = Envoy.FixedHeapConfig()
        config.maxHeapSizeBytes = limit
        manager.resourceMonitors.append(try monitor(ExtensionName.fixedHeap, config))
        manager.actions.append(
            action("envoy.overload_actions.shrink_heap", when: ExtensionName.fixedHeap, reaches: 0.95))
        manager.actions.append(
            action("envoy.overload_actions.stop_accepting_requests", when: ExtensionName.fixedHeap, reaches: 0.98))
    }

    /// Refuses connections beyond `limit`; this monitor acts by itself.
    private static func addConnectionLimit(
        _ limit: Int64, to manager: inout Envoy.OverloadManager
    ) throws(BootstrapError) {
        var config = Envoy.DownstreamConnectionsConfig()
        config.maxActiveDownstreamConnections = limit
        manager.resourceMonitors.append(try monitor(ExtensionName.downstreamConnections, config))
    }

    /// Closes connections that have been idle for a second while the pressure file says `1`.
    private static func addIdleNudge(
        _ file: String, to manager: inout Envoy.OverloadManager
    ) throws(BootstrapError) {
        var config = Envoy.InjectedResourceConfig()
        config.filename = file
        manager.resourceMonitors.append(try monitor(ExtensionName.injectedResource, config))

        var timer = Envoy.ScaleTimersOverloadActionConfig.ScaleTimer()
        timer.timer = .httpDownstreamConnectionIdle
        timer.minTimeout = Google_Protobuf_Duration(seconds: 1)
        var timers = Envoy.ScaleTimersOverloadActionConfig()
        timers.timerScaleFactors = [timer]
        // The file says 0 or 1 and nothing between.
        var reduce = action(
            "envoy.overload_actions.reduce_timeouts", when: ExtensionName.injectedResource, reaches: 0.5)
        reduce.typedConfig = try packed(timers)
        manager.actions.append(reduce)
    }

    private static func monitor(
        _ name: String, _ config: some Message
    ) throws(BootstrapError) -> Envoy.ResourceMonitor {
        var monitor = Envoy.ResourceMonitor()
        monitor.name = name
        monitor.typedConfig = try packed(config)
        return monitor
    }

    private static func action(_ name: String, when monitor: String, reaches threshold: Double) -> Envoy.OverloadAction
    {
        var trigger = Envoy.OverloadTrigger()
        trigger.name = monitor
        trigger.threshold.value = threshold
        var action = Envoy.OverloadAction()
        action.name = name
        action.triggers = [trigger]
        return action
    }
}
