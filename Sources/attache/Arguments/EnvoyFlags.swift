import ArgumentParser
import EnvoyTranslation
import ServeConfiguration

/// What Envoy listens on and logs; the flags are Contour's.
struct EnvoyFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Address of Envoy's plain HTTP listener. (default: 0.0.0.0)", valueName: "address"))
    var envoyServiceHTTPAddress: String?

    @Option(help: ArgumentHelp("Port of Envoy's plain HTTP listener. (default: 8080)", valueName: "port"))
    var envoyServiceHTTPPort: Int?

    @Option(help: ArgumentHelp("Address of Envoy's TLS listener. (default: 0.0.0.0)", valueName: "address"))
    var envoyServiceHTTPSAddress: String?

    @Option(help: ArgumentHelp("Port of Envoy's TLS listener. (default: 8443)", valueName: "port"))
    var envoyServiceHTTPSPort: Int?

    @Option(help: ArgumentHelp("Address of Envoy's /stats and /ready. (default: 0.0.0.0)", valueName: "address"))
    var statsAddress: String?

    @Option(help: ArgumentHelp("Port of Envoy's /stats and /ready. (default: 8002)", valueName: "port"))
    var statsPort: Int?

    @Option(
        help: ArgumentHelp(
            "Access log of the plain HTTP listener, in Envoy's container. (default: /dev/stdout)", valueName: "path"))
    var envoyHTTPAccessLog: String?

    @Option(
        help: ArgumentHelp(
            "Access log of the TLS listener, in Envoy's container. (default: /dev/stdout)", valueName: "path"))
    var envoyHTTPSAccessLog: String?

    @Option(help: ArgumentHelp("How access logs are written. (default: envoy)", valueName: "envoy|json"))
    var accesslogFormat: AccessLogFormat?

    @Flag(
        inversion: .prefixedNo, help: "Expect a PROXY header, version 1 or 2, on both listeners. (default: no)")
    var useProxyProtocol: Bool?

    /// Puts what was given in its place.
    func apply(to settings: inout TranslationSettings) {
        settings.listeners.http.take(envoyServiceHTTPAddress, envoyServiceHTTPPort)
        settings.listeners.https.take(envoyServiceHTTPSAddress, envoyServiceHTTPSPort)
        if let useProxyProtocol { settings.listeners.usesProxyProtocol = useProxyProtocol }
        // why: readiness and statistics share a listener unless a file tells them apart; the flags move both.
        let areTogether = settings.inspection.health == settings.inspection.statistics
        settings.inspection.statistics.take(statsAddress, statsPort)
        if areTogether || statsAddress != nil || statsPort != nil {
            settings.inspection.health = settings.inspection.statistics
        }
        if let envoyHTTPAccessLog { settings.accessLog.httpPath = envoyHTTPAccessLog }
        if let envoyHTTPSAccessLog { settings.accessLog.httpsPath = envoyHTTPSAccessLog }
        switch (accesslogFormat, settings.accessLog.format) {
        case (.json, .text): settings.accessLog.format = .json(AccessLogField.defaults)
        case (.envoy, .json): settings.accessLog.format = .text("")
        default: break
        }
    }

    func validate() throws {
        for (flag, port) in [
            ("--envoy-service-http-port", envoyServiceHTTPPort),
            ("--envoy-service-https-port", envoyServiceHTTPSPort), ("--stats-port", statsPort),
        ] {
            if let port { try checkPort(port, of: flag) }
        }
    }
}

/// How access logs are written.
enum AccessLogFormat: String, CaseIterable, ExpressibleByArgument {
    case envoy
    case json
}

extension BindAddress {
    /// Takes an address and a port where they were given; an empty address, as templates give it, is none.
    mutating func take(_ address: String?, _ port: Int?) {
        if let address, !address.isEmpty { self.address = address }
        if let port { self.port = port }
    }
}
