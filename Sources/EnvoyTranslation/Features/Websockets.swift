import EnvoyAPI

extension Envoy.RouteAction.UpgradeConfig {
    /// That a connection may become a websocket.
    ///
    /// See [upgrades](https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/upgrades).
    static let websocket: Self = {
        var config = Self()
        config.upgradeType = "websocket"
        return config
    }()
}
