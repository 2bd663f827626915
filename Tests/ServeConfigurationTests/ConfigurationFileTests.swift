import EnvoyTranslation
import KubernetesAPI
import RoutingGraph
import ServeConfiguration
import Testing

/// A file, and what settings it makes.
struct Meaning: Sendable, CustomTestStringConvertible {
    let text: String
    let holds: @Sendable (ServeSettings) -> Bool

    init(_ text: String, _ holds: @escaping @Sendable (ServeSettings) -> Bool) {
        self.text = text
        self.holds = holds
    }

    var testDescription: String { text }
}

@Suite struct ConfigurationFileTests {
    private func settings(_ text: String) throws -> ServeSettings {
        var settings = ServeSettings(namespace: "here")
        try ConfigurationFile.read(Array(text.utf8), name: "contour.yaml", into: &settings)
        return settings
    }

    private func mistake(_ text: String) -> String? {
        do {
            _ = try settings(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "{}", "server: {}\n", "accesslog-format: envoy\n"])
    func `a file that says nothing leaves Contour's defaults`(text: String) throws {
        let read = try settings(text)
        #expect(read == ServeSettings(namespace: "here"))
        #expect(read.address.service == NamespacedName(namespace: "here", name: "envoy"))
        #expect(read.translation.http.connectionIdleTimeout == .after(.seconds(60)))
    }

    @Test(
        arguments: [
            Meaning("debug: true", { $0.isDebugging }),
            Meaning("incluster: true", { $0.cluster.isInCluster }),
            Meaning("kubeconfig: /k", { $0.cluster.kubeconfig == "/k" }),
            Meaning("kubernetesClientQPS: 2.5", { $0.cluster.queriesPerSecond == 2.5 }),
            Meaning("kubernetesClientQPS: 0", { $0.cluster.queriesPerSecond == nil }),
            Meaning("kubernetesClientBurst: 7", { $0.cluster.burst == 7 }),
            Meaning(
                "ingress-status-address: ' 1.2.3.4 ,a.example '", { $0.address.fixed == ["1.2.3.4", "a.example"] }),
            Meaning("envoy-service-name: e\nenvoy-service-namespace: ns", { "\($0.address.service)" == "ns/e" }),
            Meaning("disablePermitInsecure: true", { $0.graph.disablesPermitInsecure }),
            Meaning("enableExternalNameService: true", { $0.graph.allowsExternalNames }),
            Meaning("disableAllowChunkedLength: true", { !$0.translation.http.allowsChunkedLength }),
            Meaning("disableMergeSlashes: true", { !$0.translation.http.mergesSlashes }),
            Meaning("accesslog-format: json", { $0.translation.accessLog.format == .json(AccessLogField.defaults) }),
            Meaning(
                "accesslog-format: json\njson-fields: [method, 'x=%REQ(X-A?:X-B):5%']",
                {
                    $0.translation.accessLog.format
                        == .json([
                            AccessLogField(name: "method", format: "%REQ(:METHOD)%"),
                            AccessLogField(name: "x", format: "%REQ(X-A?:X-B):5%"),
                        ])
                }
            ),
            Meaning(
                "accesslog-format-string: \"%START_TIME% %START_TIME(%s)% 100%%\\n\"",
                { $0.translation.accessLog.format == .text("%START_TIME% %START_TIME(%s)% 100%%\n") }
            ),
            Meaning("accesslog-level: critical", { $0.translation.accessLog.level == .critical }),
            Meaning("compression: {algorithm: zstd}", { $0.translation.http.compression == .zstd }),
            Meaning("compression: {algorithm: disabled}", { $0.translation.http.compression == nil }),
            Meaning("serverHeaderTransformation: pass_through", { $0.translation.http.serverHeader == .passThrough }),
            Meaning("default-http-versions: [Http/2]", { $0.translation.http.versions == [.http2] }),
            Meaning("timeouts: {request-timeout: infinity}", { $0.translation.http.requestTimeout == .disabled }),
            Meaning("timeouts: {connection-idle-timeout: 0s}", { $0.translation.http.connectionIdleTimeout == .unset }),
            Meaning(
                "timeouts: {stream-idle-timeout: 1m}", { $0.translation.http.streamIdleTimeout == .after(.seconds(60)) }
            ),
            Meaning(
                "timeouts: {connect-timeout: 500ms}", { $0.translation.clusters.connectTimeout == .milliseconds(500) }),
            Meaning("network: {num-trusted-hops: 2}", { $0.translation.http.trustedHops == 2 }),
            Meaning("network: {admin-port: 0}", { $0.translation.inspection.adminPort == 0 }),
            Meaning("network: {strip-trailing-host-dot: true}", { $0.translation.http.stripsTrailingDot }),
            Meaning("cluster: {dns-lookup-family: v6}", { $0.translation.clusters.dnsFamily == .v6 }),
            Meaning(
                "cluster: {circuit-breakers: {max-retries: 9, per-host-max-connections: 3}}",
                { $0.translation.clusters.circuitBreakers == CircuitBreakers(retries: 9, connectionsPerHost: 3) }
            ),
            Meaning(
                "cluster: {upstream-tls: {minimum-protocol-version: '1.3'}}",
                { $0.translation.clusters.tls.minimumVersion == .tls13 }
            ),
            Meaning("listener: {connection-balancer: exact}", { $0.translation.listeners.balancesExactly }),
            Meaning(
                "listener: {max-connections-per-listener: 5}", { $0.translation.runtime.connectionsPerListener == 5 }),
            Meaning("listener: {socket-options: {tos: 255}}", { $0.translation.listeners.typeOfService == 255 }),
            Meaning("tls: {minimum-protocol-version: '1.3'}", { $0.graph.minimumTLSVersion == .tls13 }),
            Meaning(
                "tls: {cipher-suites: [AES128-SHA, AES128-SHA, '[AES256-SHA|AES128-SHA]']}",
                { $0.translation.tls.cipherSuites == ["AES128-SHA", "[AES256-SHA|AES128-SHA]"] }
            ),
            Meaning("tls: {ecdh-curves: [P-256]}", { $0.translation.tls.curves == ["P-256"] }),
            Meaning(
                "tls: {envoy-client-certificate: {name: a, namespace: b}}", { $0.graph.clientCertificate?.name == "a" }),
            Meaning("tls: {fingerprint: {ja3: false}}", { $0.translation.listeners.takesJA3 == false }),
            Meaning("metrics: {contour: {port: 9000}}", { $0.listen.metrics == BindAddress(port: 9000) }),
            Meaning(
                "metrics: {envoy: {address: '::', port: 9}}", { $0.translation.inspection.statistics.address == "::" }),
            Meaning(
                "omEnforcedHealthListener: {port: 8003}", { $0.translation.inspection.limitedHealth?.port == 8003 }),
            Meaning("runtime-settings: {a.b: '1'}", { $0.translation.runtime.values == ["a.b": "1"] }),
            Meaning(
                "runtime-settings: {a: 1, b: true, c: 2.5, d: x}",
                { $0.translation.runtime.values == ["a": "1", "b": "true", "c": "2.5", "d": "x"] }
            ),
            Meaning("tls: {minimum-protocol-version: 1.3}", { $0.graph.minimumTLSVersion == .tls13 }),
            Meaning("timeouts: {request-timeout: 0}", { $0.translation.http.requestTimeout == .unset }),
            Meaning("envoy-service-name: 5", { $0.address.service.name == "5" }),
            Meaning("kubeconfig: ''", { $0.cluster.kubeconfig == "" && $0.cluster.resolved.isInCluster }),
            Meaning("rateLimitService: {}\ntracing:\npolicy: {applyToIngress: false}", { $0.graph == GraphSettings() }),
        ])
    func `a key means what Contour's documentation says`(
        meaning: Meaning
    ) throws {
        let read = try settings(meaning.text)
        #expect(meaning.holds(read), "became \(read)")
    }

    @Test(arguments: [
        ("debug: true\nkubeconfg: /k", "contour.yaml:2: kubeconfg: this key is unknown; known here: "),
        (
            "timeouts:\n  connect: 5s",
            "contour.yaml:2: timeouts.connect: this key is unknown; known here: connect-timeout"
        ),
        ("debug: yes please", "contour.yaml:1: debug: expected a boolean"),
        ("- a", "contour.yaml:1: expected a mapping, found a sequence"),
        ("a: 1\n---\nb: 2", "contour.yaml: expected one document, found 2"),
        ("a: [", "contour.yaml:"),
        ("timeouts: {connect-timeout: infinity}", "timeouts.connect-timeout: \"infinity\" is not a duration"),
        ("timeouts: {request-timeout: 5}", "contour.yaml:1: timeouts.request-timeout: \"5\" is not a limit of time"),
        ("envoy-service-name: [5]", "contour.yaml:1: envoy-service-name: expected a string, found a sequence"),
        ("runtime-settings:\n  a: [1]", "contour.yaml:2: runtime-settings.a: expected a string, found a sequence"),
        ("runtime-settings: {a: 1, a: 2}", "runtime-settings.a: the key is given twice"),
        ("timeouts: {request-timeout: '5'}", "a unit is missing"),
        ("accesslog-level: all", "expected one of info, error, critical, disabled, found \"all\""),
        ("accesslog-format-string: '%START_TIME%'", "must end in a line break"),
        ("accesslog-format-string: \"%NOPE%\\n\"", "%NOPE% is no operator of Envoy"),
        ("accesslog-format-string: \"%REQ%\\n\"", "%REQ% needs arguments"),
        ("accesslog-format-string: \"%PROTOCOL(x)%\\n\"", "%PROTOCOL% takes no arguments"),
        ("accesslog-format-string: \"50% off\\n\"", "a % has no partner"),
        ("json-fields: [nope]", "neither a known member nor name=format"),
        ("tls: {minimum-protocol-version: '1.1'}", "expected one of 1.2, 1.3"),
        ("tls:\n  minimum-protocol-version: '1.3'\n  maximum-protocol-version: '1.2'", "contour.yaml:2: tls.minimum"),
        ("tls: {cipher-suites: [RC4]}", "\"RC4\" is no cipher suite"),
        ("tls: {cipher-suites: ['[AES128-SHA|]']}", "is no cipher suite"),
        ("tls: {envoy-client-certificate: {name: a}}", "namespace: the field is required beside name"),
        ("tls: {fallback-certificate: {name: a, namespace: b}}", "not supported yet"),
        ("gateway: {gatewayRef: {name: a, namespace: b}}", "contour.yaml:1: gateway: this is not supported yet"),
        ("rateLimitService: {extensionService: a/b}", "rateLimitService: this is not supported yet"),
        ("policy: {request-headers: {set: {a: b}}}", "policy: this is not supported yet"),
        ("featureFlags: [x]", "featureFlags: this is not supported yet"),
        ("metrics: {contour: {server-certificate-path: a}}", "metrics.contour.server-certificate-path"),
        ("metrics: {envoy: {server-key-path: a}}", "this needs server-certificate-path beside it"),
        ("omEnforcedHealthListener: {address: 1.1.1.1}", "omEnforcedHealthListener.port: the field is required"),
        ("listener: {socket-options: {tos: 256}}", "from 0 to 255"),
        ("listener: {max-requests-per-connection: 0}", "from 1 to"),
        ("default-http-versions: [HTTP/3]", "expected HTTP/1.1 or HTTP/2"),
        ("kubernetesClientQPS: -1", "expected a number from 0"),
        ("debug: true\ndebug: false", "given twice"),
    ])
    func `a mistake is one line with its place`(text: String, says: String) {
        let line = mistake(text)
        #expect(line?.contains(says) == true, "\(text): \(line ?? "accepted")")
        #expect(line?.contains("\n") != true)
    }

    @Test func `all mistakes of a file are told together`() {
        let line = mistake("debug: 1\nnonsense: 2\ncluster:\n  dns-lookup-family: v5")
        #expect(line?.contains("contour.yaml:1: debug:") == true)
        #expect(line?.contains("line 2, nonsense:") == true)
        #expect(line?.contains("line 4, cluster.dns-lookup-family:") == true)
    }
}
