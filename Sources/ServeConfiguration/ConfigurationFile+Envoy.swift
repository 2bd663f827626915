import EnvoyTranslation
import KubernetesAPI
import RoutingGraph

extension ConfigurationFile {
    /// What is logged of requests.
    static func readAccessLog(_ reader: inout SectionReader, into settings: inout AccessLogSettings) {
        AccessLogValues.read(.file, &reader, into: &settings)
    }

    /// How HTTP of clients is read and answered.
    static func readHTTP(_ reader: inout SectionReader, into settings: inout TranslationSettings) {
        HTTPValues.readRequests(&reader, into: &settings.http)
        HTTPValues.readVersions("default-http-versions", &reader, into: &settings.http.versions)
        reader.section("timeouts") { timeouts in
            timeouts.limit("request-timeout", into: &settings.http.requestTimeout)
            timeouts.limit("connection-idle-timeout", into: &settings.http.connectionIdleTimeout)
            timeouts.limit("stream-idle-timeout", into: &settings.http.streamIdleTimeout)
            timeouts.limit("max-connection-duration", into: &settings.http.maximumConnectionDuration)
            timeouts.limit("delayed-close-timeout", into: &settings.http.delayedCloseTimeout)
            timeouts.limit("connection-shutdown-grace-period", into: &settings.http.drainTimeout)
            timeouts.duration("connect-timeout", into: &settings.clusters.connectTimeout)
        }
        reader.section("network") { network in
            let hops = network.read("num-trusted-hops") { $0.optionalInt($1, in: 0...Int(UInt32.max)) }
            if let hops { settings.http.trustedHops = UInt32(hops) }
            let port = network.read("admin-port") { $0.optionalInt($1, in: 0...65535) }
            if let port { settings.inspection.adminPort = port }
            network.flag("strip-trailing-host-dot", into: &settings.http.stripsTrailingDot)
        }
    }

    /// How backends are reached.
    static func readClusters(_ reader: inout SectionReader, into settings: inout ClusterSettings) {
        reader.word("dns-lookup-family", of: ClusterValues.families, into: &settings.dnsFamily)
        reader.count("max-requests-per-connection", into: &settings.requestsPerConnection)
        reader.count("per-connection-buffer-limit-bytes", into: &settings.connectionBufferLimit)
        reader.section("circuit-breakers") { breakers in
            breakers.optionalCount("max-connections", into: &settings.circuitBreakers.connections)
            breakers.optionalCount("max-pending-requests", into: &settings.circuitBreakers.pendingRequests)
            breakers.optionalCount("max-requests", into: &settings.circuitBreakers.requests)
            breakers.optionalCount("max-retries", into: &settings.circuitBreakers.retries)
            breakers.optionalCount("per-host-max-connections", into: &settings.circuitBreakers.connectionsPerHost)
        }
        reader.section("upstream-tls") { ClusterValues.readTLS(.file, &$0, into: &settings.tls) }
    }

    /// Where clients are listened to.
    static func readListeners(_ reader: inout SectionReader, into settings: inout TranslationSettings) {
        reader.word("connection-balancer", of: ["exact": true], into: &settings.listeners.balancesExactly)
        reader.count("max-requests-per-connection", into: &settings.http.requestsPerConnection)
        reader.count("per-connection-buffer-limit-bytes", into: &settings.listeners.connectionBufferLimit)
        reader.count("max-requests-per-io-cycle", into: &settings.runtime.requestsPerIOCycle)
        reader.count("http2-max-concurrent-streams", into: &settings.http.concurrentStreams)
        reader.count("max-connections-per-listener", into: &settings.runtime.connectionsPerListener)
        reader.count(
            "max-connections-to-accept-per-socket-event", into: &settings.listeners.connectionsPerSocketEvent)
        ListenerValues.readSocketOptions("socket-options", "traffic-class", &reader, into: &settings.listeners)
    }

    /// How TLS of clients is spoken, and Envoy's own certificate.
    static func readTLS(_ reader: inout SectionReader, into settings: inout ServeSettings) {
        reader.versions(
            .file, minimum: &settings.graph.minimumTLSVersion, maximum: &settings.graph.maximumTLSVersion)
        reader.cipherSuites(.file, into: &settings.translation.tls.cipherSuites)
        reader.curves(.file, into: &settings.translation.tls.curves)
        if let name = reader.reference("envoy-client-certificate") { settings.graph.clientCertificate = name }
        reader.refuse("fallback-certificate")
        ListenerValues.readFingerprint(&reader, into: &settings.translation.listeners)
    }

    /// Where Envoy and this process answer for themselves.
    static func readInspection(_ reader: inout SectionReader, into settings: inout ServeSettings) {
        reader.section("metrics") { metrics in
            metrics.section("contour") { contour in
                contour.bind(into: &settings.listen.metrics)
                for name in ["server-certificate-path", "server-key-path", "ca-certificate-path"] {
                    contour.refuse(name)
                }
            }
            metrics.section("envoy") { envoy in
                envoy.bind(into: &settings.translation.inspection.statistics)
                InspectionValues.readTLS(
                    certificate: "server-certificate-path", key: "server-key-path", authorities: "ca-certificate-path",
                    &envoy, into: &settings.translation.inspection.statisticsTLS)
            }
        }
        InspectionValues.readLimitedHealth(
            "omEnforcedHealthListener", &reader, into: &settings.translation.inspection.limitedHealth)
        let values = reader.readTexts("runtime-settings") { $0.stringMap($1) }
        settings.translation.runtime.values.merge(values) { $1 }
    }
}
