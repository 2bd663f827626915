import EnvoyTranslation
import KubernetesAPI
import RoutingGraph
import ServeConfiguration
import Testing

@Suite struct ContourConfigurationTests {
    private func settings(object text: String) throws -> ServeSettings {
        var settings = ServeSettings(namespace: "here")
        let node = try #require(DocumentReader.yaml(Array(text.utf8)).first).get()
        try ContourConfigurationObject.read(node, name: "ContourConfiguration here/contour", into: &settings)
        return settings
    }

    /// Every key a ContourConfiguration has in common with the file.
    private static let object = """
        apiVersion: projectcontour.io/v1alpha1
        kind: ContourConfiguration
        spec:
          enableExternalNameService: true
          ingress: {statusAddress: 1.2.3.4}
          httpproxy: {disablePermitInsecure: true}
          metrics: {port: 9000}
          envoy:
            service: {namespace: ns, name: e}
            clientCertificate: {namespace: b, name: a}
            defaultHTTPVersions: [HTTP/2]
            logging: {accessLogFormat: json, accessLogJSONFields: [method], accessLogLevel: error}
            timeouts: {requestTimeout: 5s, connectionIdleTimeout: 9s, streamIdleTimeout: infinity,
              maxConnectionDuration: 1h, delayedCloseTimeout: 2s, connectionShutdownGracePeriod: 3s,
              connectTimeout: 4s}
            cluster: {dnsLookupFamily: v4, maxRequestsPerConnection: 3, per-connection-buffer-limit-bytes: 4,
              circuitBreakers: {maxConnections: 1, maxPendingRequests: 2, maxRequests: 3, maxRetries: 4,
                perHostMaxConnections: 5}, upstreamTLS: {maximumProtocolVersion: "1.2"}}
            network: {numTrustedHops: 1, adminPort: 0, stripTrailingHostDot: true}
            metrics: {port: 7, tls: {certFile: c, keyFile: k, caFile: a}}
            omEnforcedHealth: {port: 8003}
            runtimeSettings: {a: b}
            listener:
              compression: {algorithm: brotli}
              disableAllowChunkedLength: true
              disableMergeSlashes: true
              serverHeaderTransformation: pass_through
              connectionBalancer: exact
              maxRequestsPerConnection: 11
              per-connection-buffer-limit-bytes: 12
              maxRequestsPerIOCycle: 13
              httpMaxConcurrentStreams: 14
              maxConnectionsPerListener: 15
              maxConnectionsToAcceptPerSocketEvent: 16
              socketOptions: {tos: 1, trafficClass: 2}
              tls: {minimumProtocolVersion: "1.3", cipherSuites: [AES128-SHA], ecdhCurves: [P-256],
                fingerprint: {ja3: true, ja4: false}}
        """

    /// The same as a file.
    private static let file = """
        enableExternalNameService: true
        ingress-status-address: 1.2.3.4
        disablePermitInsecure: true
        metrics:
          contour: {port: 9000}
          envoy: {port: 7, server-certificate-path: c, server-key-path: k, ca-certificate-path: a}
        envoy-service-namespace: ns
        envoy-service-name: e
        default-http-versions: [HTTP/2]
        accesslog-format: json
        json-fields: [method]
        accesslog-level: error
        timeouts: {request-timeout: 5s, connection-idle-timeout: 9s, stream-idle-timeout: infinity,
          max-connection-duration: 1h, delayed-close-timeout: 2s, connection-shutdown-grace-period: 3s,
          connect-timeout: 4s}
        cluster: {dns-lookup-family: v4, max-requests-per-connection: 3, per-connection-buffer-limit-bytes: 4,
          circuit-breakers: {max-connections: 1, max-pending-requests: 2, max-requests: 3, max-retries: 4,
            per-host-max-connections: 5}, upstream-tls: {maximum-protocol-version: "1.2"}}
        network: {num-trusted-hops: 1, admin-port: 0, strip-trailing-host-dot: true}
        omEnforcedHealthListener: {port: 8003}
        runtime-settings: {a: b}
        compression: {algorithm: brotli}
        disableAllowChunkedLength: true
        disableMergeSlashes: true
        serverHeaderTransformation: pass_through
        listener: {connection-balancer: exact, max-requests-per-connection: 11,
          per-connection-buffer-limit-bytes: 12, max-requests-per-io-cycle: 13, http2-max-concurrent-streams: 14,
          max-connections-per-listener: 15, max-connections-to-accept-per-socket-event: 16,
          socket-options: {tos: 1, traffic-class: 2}}
        tls: {minimum-protocol-version: "1.3", cipher-suites: [AES128-SHA], ecdh-curves: [P-256],
          fingerprint: {ja3: true, ja4: false}, envoy-client-certificate: {name: a, namespace: b}}
        """

    @Test func `the object says what the file says`() throws {
        let object = try settings(object: Self.object)
        var expected = ServeSettings(namespace: "here")
        try ConfigurationFile.read(Array(Self.file.utf8), name: "f", into: &expected)
        #expect(object == expected)
    }

    @Test func `what only the object can say is read`() throws {
        let read = try settings(
            object: """
                spec:
                  xdsServer: {address: 0.0.0.0, port: 8002, tls: {caFile: a, certFile: b, keyFile: c, insecure: false}}
                  health: {port: 1}
                  debug: {address: 1.1.1.1, port: 2}
                  ingress: {classNames: [red, blue]}
                  httpproxy: {rootNamespaces: [r]}
                  envoy:
                    http: {address: "::", port: 80, accessLog: /h}
                    https: {port: 443, accessLog: /s}
                    health: {port: 9}
                    listener: {useProxyProtocol: true}
                """)
        #expect(read.listen.xds == BindAddress(port: 8002))
        #expect(
            read.listen.security == ServeSettings.SecurityFiles(authorities: "a", certificate: "b", key: "c"))
        #expect(read.listen.debug == BindAddress(address: "1.1.1.1", port: 2))
        #expect(read.listen.health.port == 1 && read.classNames == ["red", "blue"])
        #expect(read.graph.rootNamespaces == ["r"])
        #expect(read.translation.listeners.http == BindAddress(address: "::", port: 80))
        #expect(read.translation.listeners.https.port == 443 && read.translation.listeners.usesProxyProtocol)
        #expect(read.translation.accessLog.httpPath == "/h" && read.translation.accessLog.httpsPath == "/s")
        #expect(read.translation.inspection.health.port == 9)
    }

    @Test(arguments: [
        ("spec: {gateway: {gatewayRef: {name: a, namespace: b}}}", "spec.gateway: this is not supported yet"),
        ("spec: {envoy: {timeouts: {connectTimeout: x}}}", "spec.envoy.timeouts.connectTimeout"),
        ("spec: {envoy: {service: {name: 5, namespace: n}}}", "spec.envoy.service.name: expected a string (put"),
        ("spec: {envoy: {runtimeSettings: {a: 1}}}", "spec.envoy.runtimeSettings.a: expected a string (put"),
        ("spec: {envoy: {omEnforcedHealth: {port: 8002}}}", "omEnforcedHealthListener has port 8002"),
        ("spec: {envoy: {health: {port: 9}, omEnforcedHealth: {port: 9}}}", "has port 9"),
        ("spec: []", "spec: expected a mapping"),
    ])
    func `a mistake is named`(text: String, says: String) {
        let line: String
        do {
            _ = try settings(object: text)
            line = "accepted"
        } catch {
            line = "\(error)"
        }
        #expect(line.hasPrefix("ContourConfiguration here/contour: ") && line.contains(says), "\(line)")
    }

    @Test(arguments: [
        ("{}", nil), ("{insecure: false}", nil), ("{caFile: a}", ["a", "/certs/tls.crt", "/certs/tls.key"]),
        ("{certFile: b, keyFile: c}", ["/certs/ca.crt", "b", "c"]),
    ])
    func `a file of TLS that is not named is the one that Contour's manifests mount`(
        tls: String, files: [String]?
    ) throws {
        let security = try settings(object: "spec: {xdsServer: {tls: \(tls)}}").listen.security
        #expect(security.map { [$0.authorities, $0.certificate, $0.key] } == files)
    }

    @Test func `keys the definition does not know are passed over, as the API server does`() throws {
        let read = try settings(object: "spec: {nonsense: 1, envoy: {more: 2}}")
        #expect(read == ServeSettings(namespace: "here"))
    }
}
