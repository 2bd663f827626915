import EnvoyTranslation
import KubernetesAPI
import RoutingGraph

extension ContourConfigurationObject {
    /// What stands under `listener`, and where clients are listened to.
    static func readListeners(_ envoy: inout SectionReader, into settings: inout ServeSettings) {
        for (name, bind, log) in [
            ("http", \TranslationSettings.listeners.http, \TranslationSettings.accessLog.httpPath),
            ("https", \.listeners.https, \.accessLog.httpsPath),
        ] {
            envoy.section(name, isStrict: false) { section in
                section.bind(into: &settings.translation[keyPath: bind])
                if let path = section.text("accessLog") { settings.translation[keyPath: log] = path }
            }
        }
        envoy.section("listener", isStrict: false) { listener in
            readConnections(&listener, into: &settings.translation)
            listener.section("tls", isStrict: false) { tls in
                tls.versions(
                    .object, minimum: &settings.graph.minimumTLSVersion, maximum: &settings.graph.maximumTLSVersion)
                tls.cipherSuites(.object, into: &settings.translation.tls.cipherSuites)
                tls.curves(.object, into: &settings.translation.tls.curves)
                tls.section("fingerprint", isStrict: false) { fingerprint in
                    if let flag = fingerprint.read("ja3", { $0.optionalBool($1) }) {
                        settings.translation.listeners.takesJA3 = flag
                    }
                    if let flag = fingerprint.read("ja4", { $0.optionalBool($1) }) {
                        settings.translation.listeners.takesJA4 = flag
                    }
                }
            }
        }
    }

    private static func readConnections(_ listener: inout SectionReader, into settings: inout TranslationSettings) {
        listener.flag("useProxyProtocol", into: &settings.listeners.usesProxyProtocol)
        var chunkedLengthIsRefused = !settings.http.allowsChunkedLength
        listener.flag("disableAllowChunkedLength", into: &chunkedLengthIsRefused)
        settings.http.allowsChunkedLength = !chunkedLengthIsRefused
        var slashesAreKept = !settings.http.mergesSlashes
        listener.flag("disableMergeSlashes", into: &slashesAreKept)
        settings.http.mergesSlashes = !slashesAreKept
        listener.section("compression", isStrict: false) {
            $0.word("algorithm", of: HTTPValues.compressions, into: &settings.http.compression)
        }
        listener.word("serverHeaderTransformation", of: HTTPValues.serverHeaders, into: &settings.http.serverHeader)
        listener.word("connectionBalancer", of: ["exact": true], into: &settings.listeners.balancesExactly)
        listener.count("maxRequestsPerConnection", into: &settings.http.requestsPerConnection)
        listener.count("per-connection-buffer-limit-bytes", into: &settings.listeners.connectionBufferLimit)
        listener.count("maxRequestsPerIOCycle", into: &settings.runtime.requestsPerIOCycle)
        listener.count("httpMaxConcurrentStreams", into: &settings.http.concurrentStreams)
        listener.count("maxConnectionsPerListener", into: &settings.runtime.connectionsPerListener)
        listener.count(
            "maxConnectionsToAcceptPerSocketEvent", into: &settings.listeners.connectionsPerSocketEvent)
        listener.section("socketOptions", isStrict: false) { options in
            let service = options.read("tos") { $0.optionalInt($1, in: 0...255) }
            if let service { settings.listeners.typeOfService = UInt8(service) }
            let traffic = options.read("trafficClass") { $0.optionalInt($1, in: 0...255) }
            if let traffic { settings.listeners.trafficClass = UInt8(traffic) }
        }
    }

    static func readLogging(_ logging: inout SectionReader, into settings: inout AccessLogSettings) {
        var isJSON = false
        logging.word("accessLogFormat", of: ["envoy": false, "json": true], into: &isJSON)
        let text = logging.text("accessLogFormatString")
        let fields = logging.read("accessLogJSONFields") { $0.strings($1) }
        AccessLogValues.check(text, "accessLogFormatString", fields, "accessLogJSONFields", &logging)
        if isJSON {
            let chosen = fields.compactMap(AccessLogField.init)
            settings.format = .json(chosen.isEmpty ? AccessLogField.defaults : chosen)
        } else if let text {
            settings.format = .text(text)
        }
        logging.word("accessLogLevel", of: AccessLogValues.levels, into: &settings.level)
    }

    static func readTimeouts(_ timeouts: inout SectionReader, into settings: inout TranslationSettings) {
        timeouts.limit("requestTimeout", into: &settings.http.requestTimeout)
        timeouts.limit("connectionIdleTimeout", into: &settings.http.connectionIdleTimeout)
        timeouts.limit("streamIdleTimeout", into: &settings.http.streamIdleTimeout)
        timeouts.limit("maxConnectionDuration", into: &settings.http.maximumConnectionDuration)
        timeouts.limit("delayedCloseTimeout", into: &settings.http.delayedCloseTimeout)
        timeouts.limit("connectionShutdownGracePeriod", into: &settings.http.drainTimeout)
        timeouts.duration("connectTimeout", into: &settings.clusters.connectTimeout)
    }

    static func readClusters(_ cluster: inout SectionReader, into settings: inout ClusterSettings) {
        cluster.word("dnsLookupFamily", of: ClusterValues.families, into: &settings.dnsFamily)
        cluster.count("maxRequestsPerConnection", into: &settings.requestsPerConnection)
        cluster.count("per-connection-buffer-limit-bytes", into: &settings.connectionBufferLimit)
        cluster.section("circuitBreakers", isStrict: false) { breakers in
            breakers.optionalCount("maxConnections", into: &settings.circuitBreakers.connections)
            breakers.optionalCount("maxPendingRequests", into: &settings.circuitBreakers.pendingRequests)
            breakers.optionalCount("maxRequests", into: &settings.circuitBreakers.requests)
            breakers.optionalCount("maxRetries", into: &settings.circuitBreakers.retries)
            breakers.optionalCount("perHostMaxConnections", into: &settings.circuitBreakers.connectionsPerHost)
        }
        cluster.section("upstreamTLS", isStrict: false) { ClusterValues.readTLS(.object, &$0, into: &settings.tls) }
    }

    static func readInspection(_ envoy: inout SectionReader, into settings: inout InspectionSettings) {
        envoy.section("health", isStrict: false) { $0.bind(into: &settings.health) }
        envoy.section("metrics", isStrict: false) { metrics in
            metrics.bind(into: &settings.statistics)
            metrics.section("tls", isStrict: false) { tls in
                InspectionValues.readTLS(
                    certificate: "certFile", key: "keyFile", authorities: "caFile", &tls,
                    into: &settings.statisticsTLS)
            }
        }
        envoy.section("omEnforcedHealth", isStrict: false) { health in
            var place = settings.limitedHealth ?? BindAddress(port: 0)
            health.bind(into: &place)
            guard place.port != 0 else { return health.note("port", "the field is required") }
            settings.limitedHealth = place
        }
    }
}
