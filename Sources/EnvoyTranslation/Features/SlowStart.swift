import EnvoyAPI
import RoutingGraph

extension Envoy.Cluster {
    /// Sets how a new endpoint is eased in; only round robin and least request can.
    mutating func apply(_ slowStart: SlowStart) {
        switch lbPolicy {
        case .roundRobin: roundRobinLbConfig.slowStartConfig = SlowStartConfig(slowStart)
        case .leastRequest: leastRequestLbConfig.slowStartConfig = SlowStartConfig(slowStart)
        default: break
        }
    }
}

extension Envoy.Cluster.SlowStartConfig {
    /// How a new endpoint is eased in.
    ///
    /// See [slow start](https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/slow_start).
    fileprivate init(_ slowStart: SlowStart) {
        self.init()
        slowStartWindow = slowStart.window.envoy
        let isUsable = slowStart.aggression.isFinite && slowStart.aggression > 0
        aggression.defaultValue = isUsable ? slowStart.aggression : 1
        aggression.runtimeKey = "contour.slowstart.aggression"
        minWeightPercent.value = Double(min(slowStart.minimumWeightPercent, 100))
    }
}
