import RoutingGraph
import Testing

@Suite struct IngressAnnotationsTests {
    private static func read(_ annotations: [String: String]) -> (IngressAnnotations, [Finding]) {
        var findings = Verdict()
        let read = IngressAnnotations(annotations, findings: &findings)
        #expect(findings.errors.isEmpty)
        return (read, findings.warnings)
    }

    static let schemes: [(String?, String?, Bool, Bool)] = [
        (nil, nil, true, false), ("true", nil, true, false), ("false", nil, false, false), ("False", nil, true, false),
        (nil, "true", true, true), ("false", "true", true, true), (nil, "false", true, false),
        ("false", "yes", false, false),
    ]

    @Test(arguments: schemes)
    func `plain HTTP is served, redirected or not there`(
        allow: String?, force: String?, serves: Bool, redirects: Bool
    ) {
        var annotations: [String: String] = [:]
        annotations["kubernetes.io/ingress.allow-http"] = allow
        annotations["ingress.kubernetes.io/force-ssl-redirect"] = force
        let (read, warnings) = Self.read(annotations)
        #expect(read.servesPlain == serves)
        #expect(read.redirectsToHTTPS == redirects)
        #expect(warnings.isEmpty)
    }

    static let timeouts: [([String: String], TimeoutSetting, Int)] = [
        ([:], .unset, 0), (["response-timeout": "5s"], .after(.seconds(5)), 0),
        (["request-timeout": "5s"], .after(.seconds(5)), 0), (["response-timeout": "infinity"], .disabled, 0),
        (["response-timeout": "6s", "request-timeout": "5s"], .after(.seconds(6)), 0),
        (["response-timeout": "", "request-timeout": "5s"], .after(.seconds(5)), 0),
        (["response-timeout": "soon", "request-timeout": "5s"], .unset, 1), (["response-timeout": "0"], .unset, 0),
    ]

    @Test(arguments: timeouts)
    func `a response may take as long as an annotation says`(
        annotations: [String: String], expected: TimeoutSetting, warnings: Int
    ) {
        let (read, found) = Self.read(Self.prefixed(annotations))
        #expect(read.timeouts == RouteTimeouts(response: expected))
        #expect(found.count == warnings)
    }

    static let retries: [([String: String], RetryPolicy?, Int)] = [
        ([:], nil, 0), (["num-retries": "3", "per-try-timeout": "1s"], nil, 0), (["retry-on": ""], nil, 0),
        (["retry-on": "5xx,reset"], RetryPolicy(retryOn: "5xx,reset", count: 1), 0),
        (["retry-on": "5xx", "num-retries": "7"], RetryPolicy(retryOn: "5xx", count: 7), 0),
        (["retry-on": "5xx", "num-retries": "-1"], RetryPolicy(retryOn: "5xx", count: 0), 0),
        (["retry-on": "5xx", "num-retries": "0"], RetryPolicy(retryOn: "5xx", count: 1), 0),
        (["retry-on": "5xx", "num-retries": "-2"], RetryPolicy(retryOn: "5xx", count: 1), 0),
        (["retry-on": "5xx", "num-retries": "many"], RetryPolicy(retryOn: "5xx", count: 1), 1),
        (["retry-on": "5xx", "num-retries": "99999999999"], RetryPolicy(retryOn: "5xx", count: 1), 1),
        (
            ["retry-on": "5xx", "per-try-timeout": "150ms"],
            RetryPolicy(retryOn: "5xx", count: 1, perTryTimeout: .after(.milliseconds(150))), 0
        ),
        (["retry-on": "5xx", "per-try-timeout": "infinity"], RetryPolicy(retryOn: "5xx", count: 1), 0),
        (["retry-on": "5xx", "per-try-timeout": "x"], RetryPolicy(retryOn: "5xx", count: 1), 1),
    ]

    @Test(arguments: retries)
    func `requests are tried again as annotations say`(
        annotations: [String: String], expected: RetryPolicy?, warnings: Int
    ) {
        let (read, found) = Self.read(Self.prefixed(annotations))
        #expect(read.retries == expected)
        #expect(found.count == warnings)
    }

    @Test func `the rest is read as it is`() {
        let (read, warnings) = Self.read(
            Self.prefixed([
                "websocket-routes": "/ws, /chat ,,/x", "tls-minimum-protocol-version": "1.3",
                "tls-maximum-protocol-version": "1.2", "tls-cert-namespace": "certs", "ingress.class": "contour",
            ]))
        #expect(read.websocketPaths == ["/ws", "/chat", "/x"])
        #expect(read.minimumTLSVersion == "1.3")
        #expect(read.maximumTLSVersion == "1.2")
        #expect(read.certificateNamespace == "certs")
        #expect(warnings.isEmpty)
    }

    @Test func `unknown annotations of ours are warned of, in the order of names`() {
        let (_, warnings) = Self.read([
            "projectcontour.io/websocket-route": "/", "projectcontour.io/max-connections": "1", "example.com/x": "y",
            "kubernetes.io/ingress.class": "contour", "nginx.ingress.kubernetes.io/rewrite-target": "/",
        ])
        #expect(warnings.map { "\($0.type)/\($0.reason)" } == ["SpecError/IgnoredField", "SpecError/IgnoredField"])
        #expect(warnings.first?.message.contains("max-connections") == true)
        #expect(warnings.last?.message.contains("websocket-route") == true)
    }

    private static func prefixed(_ annotations: [String: String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: annotations.map { ("projectcontour.io/\($0)", $1) })
    }
}
