import Conventions
package import EnvoyAPI

/// Envoy's first configuration, as a value.
///
/// [What each part means](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/bootstrap/v3/bootstrap.proto)
package struct BootstrapDocument: Sendable {
    /// The message that is written.
    package let message: Envoy.Bootstrap

    /// Builds the document.
    ///
    /// - Parameters:
    ///   - settings: What it says.
    ///   - pressureFile: The file of the idle nudge, which must exist when Envoy starts; nothing leaves the nudge out.
    /// - Throws: Only `.cannotEncode`.
    package init(settings: BootstrapSettings, pressureFile: String?) throws(BootstrapError) {
        var bootstrap = Envoy.Bootstrap()
        bootstrap.staticResources.clusters = [
            try Self.controlPlaneCluster(settings),
            Self.adminCluster(settings),
        ]
        bootstrap.dynamicResources = Self.dynamicResources(settings.transport)
        bootstrap.defaultRegexEngine = try Self.regexEngine()
        bootstrap.layeredRuntime = Self.layeredRuntime(settings.transport)
        bootstrap.admin = try Self.admin(settings)
        if let manager = try Self.overloadManager(settings, pressureFile: pressureFile) {
            bootstrap.overloadManager = manager
        }
        message = bootstrap
    }

    /// The document as compact JSON with Envoy's own field names, the same bytes for the same settings.
    package func json() throws(BootstrapError) -> [UInt8] {
        try encodedJSON(message)
    }

    /// Names the engine for regular expressions, without which Envoy would take limits from the runtime alone.
    private static func regexEngine() throws(BootstrapError) -> Envoy.TypedExtensionConfig {
        var engine = Envoy.TypedExtensionConfig()
        engine.name = ExtensionName.googleRE2
        engine.typedConfig = try packed(Envoy.GoogleRE2())
        return engine
    }

    /// Runtime values come from the control plane; what is set by hand through the admin interface wins.
    private static func layeredRuntime(_ transport: XDSTransport) -> Envoy.LayeredRuntime {
        var fetched = Envoy.RuntimeLayer()
        fetched.name = XDSName.runtimeLayer
        fetched.rtdsLayer.name = XDSName.runtimeLayer
        fetched.rtdsLayer.rtdsConfig = configSource(transport)
        var manual = Envoy.RuntimeLayer()
        manual.name = "admin"
        manual.adminLayer = Envoy.RuntimeLayer.AdminLayer()
        var runtime = Envoy.LayeredRuntime()
        runtime.layers = [fetched, manual]
        return runtime
    }
}
