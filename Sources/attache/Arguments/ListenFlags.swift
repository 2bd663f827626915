import ArgumentParser
import ServeConfiguration

/// Where the control plane listens; the flags are Contour's.
struct ListenFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Address that Envoys connect to. (default: 127.0.0.1)", valueName: "address"))
    var xdsAddress: String?

    @Option(help: ArgumentHelp("Port that Envoys connect to. (default: 8001)", valueName: "port"))
    var xdsPort: Int?

    @Flag(
        inversion: .prefixedNo,
        help: "Serve Envoys without TLS; whoever reaches the port can read every key. (default: no)")
    var insecure: Bool?

    @Option(help: ArgumentHelp("Address of /metrics. (default: 0.0.0.0)", valueName: "address"))
    var httpAddress: String?

    @Option(help: ArgumentHelp("Port of /metrics. (default: 8000)", valueName: "port"))
    var httpPort: Int?

    @Option(help: ArgumentHelp("Address of /healthz and /ready. (default: 0.0.0.0)", valueName: "address"))
    var healthAddress: String?

    @Option(help: ArgumentHelp("Port of /healthz and /ready. (default: 8000)", valueName: "port"))
    var healthPort: Int?

    @Option(
        help: ArgumentHelp(
            "Address of the debug pages, which show the whole configuration. (default: 127.0.0.1)",
            valueName: "address"))
    var debugHTTPAddress: String?

    @Option(help: ArgumentHelp("Port of the debug pages. (default: 6060)", valueName: "port"))
    var debugHTTPPort: Int?

    /// Puts what was given in its place. An empty address is every address, as in Contour, but for the debug pages: nobody
    /// opens those by leaving a value out.
    func apply(to settings: inout ServeSettings.ListenSettings) {
        settings.xds.take(Self.everywhere(xdsAddress), xdsPort)
        if let insecure { settings.isInsecure = insecure }
        settings.metrics.take(Self.everywhere(httpAddress), httpPort)
        settings.health.take(Self.everywhere(healthAddress), healthPort)
        settings.debug.take(debugHTTPAddress, debugHTTPPort)
    }

    private static func everywhere(_ address: String?) -> String? { address == "" ? "0.0.0.0" : address }

    func validate() throws {
        for (flag, port) in [
            ("--xds-port", xdsPort), ("--http-port", httpPort), ("--health-port", healthPort),
            ("--debug-http-port", debugHTTPPort),
        ] {
            if let port { try checkPort(port, of: flag) }
        }
    }
}
