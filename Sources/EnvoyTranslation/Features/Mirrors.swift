import EnvoyAPI
import RoutingGraph

extension Envoy.RouteAction.RequestMirrorPolicy {
    /// Copies for a cluster of this name.
    ///
    /// See [mirroring](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-routeaction-requestmirrorpolicy).
    init(_ mirror: Mirror, cluster name: String) {
        self.init()
        cluster = name
        runtimeFraction.defaultValue.numerator = min(mirror.percent, 100)
        runtimeFraction.defaultValue.denominator = .hundred
    }
}
