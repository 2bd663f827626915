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
            envoy.section(name) { section in
                section.bind(into: &settings.translation[keyPath: bind])
                if let path = section.text("accessLog") { settings.translation[keyPath: log] = path }
            }
        }
        envoy.section("listener") { listener in
            readConnections(&listener, into: &settings.translation)
            listener.section("tls") { tls in
                tls.versions(
                    .object, minimum: &settings.graph.minimumTLSVersion, maximum: &settings.graph.maximumTLSVersion)
                tls.cipherSuites(.object, into: &settings.translation.tls.cipherSuites)
                tls.curves(.object, into: &settings.translation.tls.curves)
                ListenerValues.readFingerprint(&tls, into: &settings.translation.listeners)
            }
        }
    }

    private static func readConnections(_ listener: inout SectionReader, into settings: inout TranslationSettings) {
        listener.flag("useProxyProtocol", into: &settings.listeners.usesProxyProtocol)
        HTTPValues.readRequests(&listener, into: &settings.http)
        listener.word("connectionBalancer", of: ["exact": true], into: &settings.listeners.balancesExactly)
        listener.count("maxRequestsPerConnection", into: &settings.http.requestsPerConnection)
        listener.count("per-connection-buffer-limit-bytes", into: &settings.listeners.connectionBufferLimit)
        listener.count("maxRequestsPerIOCycle", into: &settings.runtime.requestsPerIOCycle)
        listener.count("httpMaxConcurrentStreams", into: &settings.http.concurrentStreams)
        listener.count("maxConnectionsPerListener", into: &settings.runtime.connectionsPerListener)
        listener.count(
            "maxConnectionsToAcceptPerSocketEvent", into: &settings.listeners.connectionsPerSocketEvent)
        ListenerValues.readSocketOptions("socketOptions", "trafficClass", &listener, into: &settings.listeners)
    }

    static func readLogging(_ logging: inout SectionReader, into settings: inout AccessLogSettings) {
        AccessLogValues.read(.object, &logging, into: &settings)
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
        cluster.section("circuitBreakers") { breakers in
            breakers.optionalCount("maxConnections", into: &settings.circuitBreakers.connections)
            breakers.optionalCount("maxPendingRequests", into: &settings.circuitBreakers.pendingRequests)
            breakers.optionalCount("maxRequests", into: &settings.circuitBreakers.requests)
            breakers.optionalCount("maxRetries", into: &settings.circuitBreakers.retries)
            breakers.optionalCount("perHostMaxConnections", into: &settings.circuitBreakers.connectionsPerHost)
        }
        cluster.section("upstreamTLS") { ClusterValues.readTLS(.object, &$0, into: &settings.tls) }
    }

    static func readInspection(_ envoy: inout SectionReader, into settings: inout InspectionSettings) {
        envoy.section("health") { $0.bind(into: &settings.health) }
        envoy.section("metrics") { metrics in
            metrics.bind(into: &settings.statistics)
            metrics.section("tls") { tls in
                InspectionValues.readTLS(
                    certificate: "certFile", key: "keyFile", authorities: "caFile", &tls,
                    into: &settings.statisticsTLS)
            }
        }
        InspectionValues.readLimitedHealth("omEnforcedHealth", &envoy, into: &settings.limitedHealth)
    }
}
