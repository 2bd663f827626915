import Conventions

/// Envoy's first configuration, as a value.
///
/// [What each part means](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/bootstrap/v3/bootstrap.proto)
package struct BootstrapDocument: Sendable {
    private let message: JSON

    /// Builds the document.
    ///
    /// - Parameters:
    ///   - settings: What it says.
    ///   - pressureFile: The file of the idle nudge, which must exist when Envoy starts; nothing leaves the nudge out.
    package init(settings: BootstrapSettings, pressureFile: String?) {
        message = [
            "static_resources": [
                "clusters": [Self.controlPlaneCluster(settings), Self.adminCluster(settings)]
            ],
            "dynamic_resources": Self.dynamicResources(settings.transport),
            "admin": Self.admin(settings),
            "overload_manager": Self.overloadManager(settings, pressureFile: pressureFile),
            "layered_runtime": Self.layeredRuntime(settings.transport),
            "default_regex_engine": Self.regexEngine,
        ]
    }

    /// The document as compact JSON with Envoy's own field names, the same bytes for the same settings.
    package func json() -> [UInt8] { message.bytes }

    /// Names the engine for regular expressions, without which Envoy would take limits from the runtime alone.
    private static let regexEngine: JSON = [
        "name": .string(ExtensionName.googleRE2),
        "typed_config": .packed("envoy.extensions.regex_engines.v3.GoogleRE2"),
    ]

    /// Runtime values come from the control plane; what is set by hand through the admin interface wins.
    private static func layeredRuntime(_ transport: XDSTransport) -> JSON {
        let fetched: JSON = [
            "name": .string(XDSName.runtimeLayer),
            "rtds_layer": ["name": .string(XDSName.runtimeLayer), "rtds_config": configSource(transport)],
        ]
        let manual: JSON = ["name": "admin", "admin_layer": [:]]
        return ["layers": [fetched, manual]]
    }
}
