import EnvoyTranslation
import RoutingGraph
import Testing
import XDSModel

/// Settings that change what Envoy is sent whatever hosts there are.
struct SettingsCase: Sendable, CustomTestStringConvertible {
    let name: String
    let style: SourceStyle
    let settings: TranslationSettings

    var testDescription: String { name }

    init(_ name: String, style: SourceStyle = .aggregated, change: (inout TranslationSettings) -> Void = { _ in }) {
        var changed = TranslationSettings()
        change(&changed)
        self.name = name
        self.style = style
        self.settings = changed
    }

    static let all =
        [
            SettingsCase("defaults"),
            SettingsCase("defaults-separate", style: .separate),
            SettingsCase("everything") {
                $0.listeners = listeners
                $0.http = http
                $0.runtime.requestsPerIOCycle = 10
                $0.runtime.connectionsPerListener = 1_000
                $0.runtime.values = [
                    "a.b": "c", "http.max_requests_per_io_cycle": "no", "re2.max_program_size.warn_level": "2000",
                ]
            },
            SettingsCase("timeouts-disabled") {
                $0.http.connectionIdleTimeout = .disabled
                $0.http.maximumConnectionDuration = .disabled
                $0.http.requestTimeout = .disabled
            },
            SettingsCase("statistics-tls") {
                $0.inspection.statistics.port = 8003
                $0.inspection.statisticsTLS = InspectionSettings.StatisticsTLS(
                    certificateFile: "/certs/tls.crt", keyFile: "/certs/tls.key", authoritiesFile: "/certs/ca.crt")
            },
            SettingsCase("statistics-apart") {
                $0.inspection.health = BindAddress(address: "::", port: 8004)
                $0.inspection.limitedHealth = BindAddress(port: 8005)
                $0.inspection.adminPort = 0
            },
        ] + logs + compressions

    private static let listeners = {
        var settings = ListenerSettings()
        settings.http = BindAddress(address: "::", port: 80)
        settings.https = BindAddress(address: "::1", port: 443)
        settings.usesProxyProtocol = true
        settings.balancesExactly = true
        settings.connectionBufferLimit = 32_768
        settings.connectionsPerSocketEvent = 5
        settings.typeOfService = 64
        settings.trafficClass = 32
        settings.takesJA3 = true
        settings.takesJA4 = false
        return settings
    }()

    private static let http = {
        var settings = HTTPSettings()
        settings.requestTimeout = .after(.seconds(1))
        settings.connectionIdleTimeout = .after(.seconds(2))
        settings.streamIdleTimeout = .after(.seconds(3))
        settings.maximumConnectionDuration = .after(.seconds(4))
        settings.delayedCloseTimeout = .after(.seconds(5))
        settings.drainTimeout = .after(.seconds(6))
        settings.trustedHops = 7
        settings.stripsTrailingDot = true
        settings.mergesSlashes = false
        settings.allowsChunkedLength = false
        settings.serverHeader = .passThrough
        settings.versions = [.http2]
        settings.compression = nil
        settings.requestsPerConnection = 8
        settings.concurrentStreams = 9
        return settings
    }()

    private static let logs = [
        SettingsCase("log-text") {
            $0.accessLog.format = .text("%REQ_WITHOUT_QUERY(:PATH)% %METADATA(CLUSTER:a:b)%\n")
            $0.accessLog.level = .error
            $0.accessLog.httpPath = "/dev/stderr"
        },
        SettingsCase("log-json") {
            let further = ["contour_config_kind", "x=%REQ(X-A)%", "connection_id"].compactMap(AccessLogField.init)
            $0.accessLog.format = .json(AccessLogField.defaults + further)
            $0.accessLog.level = .critical
        },
        SettingsCase("log-none") { $0.accessLog.level = .disabled },
    ]

    private static let compressions = [
        SettingsCase("brotli") {
            $0.http.compression = .brotli
            $0.http.versions = [.http1]
            $0.http.serverHeader = .appendIfAbsent
        },
        SettingsCase("zstd") {
            $0.http.compression = .zstd
            $0.http.versions = [.http1, .http2]
        },
    ]
}
