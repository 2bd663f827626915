import ArgumentParser
import Conventions
import EnvoyTranslation
import ObjectStore
import Operations
import RoutingGraph
import XDSServer

/// Where the control plane listens; the flags are Contour's.
struct ListenFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Address that Envoys connect to.", valueName: "address"))
    var xdsAddress = "127.0.0.1"

    @Option(help: ArgumentHelp("Port that Envoys connect to.", valueName: "port"))
    var xdsPort = DefaultPort.xds

    @Flag(help: "Serve Envoys without TLS on an address other than loopback; whoever reaches it can read every key.")
    var insecure = false

    @Option(help: ArgumentHelp("Address of /metrics.", valueName: "address"))
    var httpAddress = "0.0.0.0"

    @Option(help: ArgumentHelp("Port of /metrics.", valueName: "port"))
    var httpPort = DefaultPort.controlPlaneHTTP

    @Option(help: ArgumentHelp("Address of /healthz and /ready.", valueName: "address"))
    var healthAddress = "0.0.0.0"

    @Option(help: ArgumentHelp("Port of /healthz and /ready.", valueName: "port"))
    var healthPort = DefaultPort.controlPlaneHTTP

    @Option(help: ArgumentHelp("Address of the debug pages, which show the whole configuration.", valueName: "address"))
    var debugHTTPAddress = "127.0.0.1"

    @Option(help: ArgumentHelp("Port of the debug pages.", valueName: "port"))
    var debugHTTPPort = DefaultPort.controlPlaneDebug

    /// What the xDS server is told.
    var xds: XDSServerConfiguration { XDSServerConfiguration(host: xdsAddress, port: xdsPort) }

    func validate() throws {
        for (flag, port) in [
            ("--xds-port", xdsPort), ("--http-port", httpPort), ("--health-port", healthPort),
            ("--debug-http-port", debugHTTPPort),
        ] {
            try checkPort(port, of: flag)
        }
        guard insecure || isLoopback(xdsAddress) else {
            throw ValidationError(
                "--xds-address \(xdsAddress) is reached from other machines and TLS is not there yet; give --insecure if that is meant, or a loopback address"
            )
        }
    }
}

/// What Envoy listens on and logs; the flags are Contour's.
struct EnvoyFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Address of Envoy's plain HTTP listener.", valueName: "address"))
    var envoyServiceHTTPAddress = "0.0.0.0"

    @Option(help: ArgumentHelp("Port of Envoy's plain HTTP listener.", valueName: "port"))
    var envoyServiceHTTPPort = DefaultPort.envoyHTTP

    @Option(help: ArgumentHelp("Address of Envoy's TLS listener.", valueName: "address"))
    var envoyServiceHTTPSAddress = "0.0.0.0"

    @Option(help: ArgumentHelp("Port of Envoy's TLS listener.", valueName: "port"))
    var envoyServiceHTTPSPort = DefaultPort.envoyHTTPS

    @Option(help: ArgumentHelp("Address of Envoy's /stats and /ready.", valueName: "address"))
    var statsAddress = "0.0.0.0"

    @Option(help: ArgumentHelp("Port of Envoy's /stats and /ready.", valueName: "port"))
    var statsPort = DefaultPort.envoyStatistics

    @Option(help: ArgumentHelp("Access log of the plain HTTP listener, in Envoy's container.", valueName: "path"))
    var envoyHTTPAccessLog = "/dev/stdout"

    @Option(help: ArgumentHelp("Access log of the TLS listener, in Envoy's container.", valueName: "path"))
    var envoyHTTPSAccessLog = "/dev/stdout"

    @Option(help: ArgumentHelp("How access logs are written.", valueName: "envoy|json"))
    var accesslogFormat = AccessLogFormat.envoy

    @Flag(help: "Expect a PROXY header, version 1 or 2, on both listeners.")
    var useProxyProtocol = false

    /// What the translation is told.
    var settings: TranslationSettings {
        var settings = TranslationSettings()
        settings.listeners.http = BindAddress(address: envoyServiceHTTPAddress, port: envoyServiceHTTPPort)
        settings.listeners.https = BindAddress(address: envoyServiceHTTPSAddress, port: envoyServiceHTTPSPort)
        settings.listeners.usesProxyProtocol = useProxyProtocol
        settings.inspection.statistics = BindAddress(address: statsAddress, port: statsPort)
        settings.inspection.health = settings.inspection.statistics
        settings.accessLog.httpPath = envoyHTTPAccessLog
        settings.accessLog.httpsPath = envoyHTTPSAccessLog
        if accesslogFormat == .json { settings.accessLog.format = .json(AccessLogField.defaults) }
        return settings
    }

    func validate() throws {
        for (flag, port) in [
            ("--envoy-service-http-port", envoyServiceHTTPPort),
            ("--envoy-service-https-port", envoyServiceHTTPSPort), ("--stats-port", statsPort),
        ] {
            try checkPort(port, of: flag)
        }
    }
}

/// How access logs are written.
enum AccessLogFormat: String, CaseIterable, ExpressibleByArgument {
    case envoy
    case json
}

/// Which objects count and what they may do.
struct ObjectFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Classes of Ingress and HTTPProxy to serve; without it those without class and of class contour.",
            valueName: "name,..."))
    var ingressClassName = ""

    @Option(
        help: ArgumentHelp("Namespaces that may hold root HTTPProxies; without it all.", valueName: "namespace,..."))
    var rootNamespaces = ""

    @Option(
        help: ArgumentHelp(
            "What becomes of an fqdn that several HTTPProxies name.", valueName: "oldest-wins|invalidate-all"))
    var duplicateVhost = DuplicateHosts.oldestWins

    @Option(
        help: ArgumentHelp(
            "What becomes of an HTTPProxy with a wrong route.", valueName: "answer-500|drop-object"))
    var invalidRoute = InvalidRoutes.answer500

    /// Which objects count.
    var admission: ObjectAdmission {
        ObjectAdmission(classNames: ingressClassName.split(separator: ",").map(String.init))
    }

    /// What the graph is told.
    var settings: GraphSettings {
        GraphSettings(
            rootNamespaces: rootNamespaces.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty },
            duplicateHosts: duplicateVhost, invalidRoutes: invalidRoute)
    }
}

extension DuplicateHosts: ExpressibleByArgument {}
extension InvalidRoutes: ExpressibleByArgument {}

/// Whether only this machine reaches an address.
private func isLoopback(_ address: String) -> Bool {
    let parts = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return address == "localhost" || address == "::1" || parts.count == 4 && parts[0] == 127 && !parts.contains(nil)
}

extension Substring {
    /// The text without spaces at its ends.
    fileprivate var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
