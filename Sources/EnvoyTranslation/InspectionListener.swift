import Conventions
import EnvoyAPI
import SwiftProtobuf
import XDSModel

/// A listener by which Envoy answers for itself: it leads some paths to Envoy's admin interface, for reading only.
struct InspectionListener {
    /// The listener's name.
    var name: String
    /// What it binds.
    var bind: BindAddress
    /// Which paths it leads on.
    var paths: [String]
    /// What its statistics begin with.
    var statisticsPrefix = "stats"
    /// Whether it is served by TLS.
    var hasTLS = false
    /// Whether it is open even when Envoy takes no more connections of clients.
    var ignoresConnectionLimit = true

    /// The listeners for these settings, which are Contour's.
    static func all(_ settings: InspectionSettings) -> [InspectionListener] {
        let statistics = ["/stats", "/stats/prometheus"]
        let hasTLS = settings.statisticsTLS != nil
        var listeners: [InspectionListener] = []
        if settings.statistics == settings.health, !hasTLS {
            listeners.append(Self(name: "stats-health", bind: settings.statistics, paths: ["/ready"] + statistics))
        } else {
            listeners.append(Self(name: "stats", bind: settings.statistics, paths: statistics, hasTLS: hasTLS))
            listeners.append(Self(name: "health", bind: settings.health, paths: ["/ready"]))
        }
        if let bind = settings.limitedHealth {
            listeners.append(
                Self(name: "health-om-enforced", bind: bind, paths: ["/ready"], ignoresConnectionLimit: false))
        }
        if settings.adminPort > 0 {
            let bind = BindAddress(address: "127.0.0.1", port: settings.adminPort)
            listeners.append(
                Self(name: "envoy-admin", bind: bind, paths: adminPaths, statisticsPrefix: "envoy-admin"))
        }
        return listeners
    }

    /// What may be read of the admin interface.
    private static let adminPaths = [
        "/certs", "/clusters", "/listeners", "/config_dump", "/memory", "/ready", "/runtime", "/server_info", "/stats",
        "/stats/prometheus", "/stats/recentlookups",
    ]

    /// The listener as Envoy is sent it.
    func message(_ tls: InspectionSettings.StatisticsTLS?, style: SourceStyle) -> Envoy.Listener {
        var manager = Envoy.HTTPConnectionManager()
        manager.statPrefix = statisticsPrefix
        manager.routeConfig = routes
        manager.httpFilters = [Envoy.HTTPFilter(name: ExtensionName.inspectionRouter, Envoy.Router())]
        manager.normalizePath = Google_Protobuf_BoolValue(true)

        var chain = Envoy.FilterChain()
        chain.filters = [
            Envoy.NetworkFilter(name: ExtensionName.httpConnectionManager, Envoy.AnyMessage(packing: manager))
        ]
        if hasTLS, let tls { chain.transportSocket = Envoy.TransportSocket(tls.context(style)) }

        var listener = Envoy.Listener()
        listener.name = name
        listener.address = Envoy.Address(binding: bind)
        listener.filterChains = [chain]
        listener.socketOptions = Envoy.SocketOption.keepalive
        listener.ignoreGlobalConnLimit = ignoresConnectionLimit
        return listener
    }

    /// `GET` of each path, and of nothing else: other methods change Envoy.
    private var routes: Envoy.RouteConfiguration {
        var method = Envoy.HeaderMatcher()
        method.name = ":method"
        method.stringMatch.exact = "GET"
        method.stringMatch.ignoreCase = true
        var host = Envoy.VirtualHost()
        host.name = "backend"
        host.domains = ["*"]
        host.routes = paths.map { path in
            var route = Envoy.Route()
            route.match.path = path
            route.match.headers = [method]
            route.route.cluster = XDSName.adminCluster
            return route
        }
        var configuration = Envoy.RouteConfiguration()
        configuration.virtualHosts = [host]
        return configuration
    }
}

extension InspectionSettings.StatisticsTLS {
    /// The name of the certificate's secret.
    private static let certificateName = "metrics-tls-certificate"
    /// The name of the authorities' secret.
    private static let authoritiesName = "metrics-ca-certificate"

    /// TLS 1.3 with the certificate; clients need one too where there are authorities.
    fileprivate func context(_ style: SourceStyle) -> Envoy.DownstreamTLSContext {
        var context = Envoy.DownstreamTLSContext()
        context.commonTlsContext.tlsParams.tlsMinimumProtocolVersion = .tlsv13
        context.commonTlsContext.tlsParams.tlsMaximumProtocolVersion = .tlsv13
        context.commonTlsContext.tlsCertificateSdsSecretConfigs = [style.secret(Self.certificateName)]
        if authoritiesFile != nil {
            context.commonTlsContext.validationContextSdsSecretConfig = style.secret(Self.authoritiesName)
            context.requireClientCertificate = Google_Protobuf_BoolValue(true)
        }
        return context
    }

    /// The secrets that name the files, which Envoy reads where it runs.
    var secrets: [Envoy.Secret] {
        var certificate = Envoy.Secret()
        certificate.name = Self.certificateName
        certificate.tlsCertificate.certificateChain = Envoy.DataSource(file: certificateFile)
        certificate.tlsCertificate.privateKey = Envoy.DataSource(file: keyFile)
        guard let authoritiesFile else { return [certificate] }
        var authorities = Envoy.Secret()
        authorities.name = Self.authoritiesName
        authorities.validationContext.trustedCa = Envoy.DataSource(file: authoritiesFile)
        return [certificate, authorities]
    }

}
