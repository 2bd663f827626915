import TestKit
import Testing

/// Whatever users write, Envoy refuses nothing, and their neighbours are served.
@Suite(.sharedRig(), .serialized, .timeLimit(.minutes(5)))
struct HostileObjectsTests {
    /// Applies each object in turn and looks at once whether Envoy refused anything.
    private func check(_ name: String, _ manifests: [(what: String, yaml: String)]) async throws {
        let rig = try sharedRig()
        for (what, yaml) in manifests {
            try await rig.apply([name + ".yaml": yaml])
            let neighbour = try await rig.ask("floor.rig.test")
            #expect(neighbour.body == "floor", "\(what)")
            let refused = try await rig.counters().filter { $0.key.hasSuffix("update_rejected") && $0.value > 0 }
            try #require(refused.isEmpty, "\(what): \(refused) \(rig.serve.log.suffix(3))")
        }
        try await rig.apply([name + ".yaml": nil])
    }

    private static let service = "services: [{name: own, port: 80}]"

    /// Applies an HTTPProxy of each route; `own` in it is a Service, another one each time.
    private func checkRoutes(_ name: String, _ routes: [String]) async throws {
        try await check(
            name,
            routes.enumerated().map { number, route in
                let own = "own-\(number)"
                let text = route.split(separator: "name: own,", omittingEmptySubsequences: false)
                    .joined(separator: "name: \(own),")
                let proxy = Manifests.httpProxy(
                    "hostile", namespace: name, "virtualhost: {fqdn: hostile.test}\nroutes: [\(text)]")
                return (route, Manifests.service(own, namespace: name, at: 9) + proxy)
            })
    }

    @Test func `conditions`() async throws {
        let paths = [
            "/a?b=c", "/a#b", "/a b", "/ü", "/%zz", "//", "/a/../b", "/\\t", "/\\0", "/\\n",
            "/" + String(repeating: "a", count: 20_000),
        ]
        let patterns = [
            "/(?=a)", "/\\\\C", "/a{1000}", "/((a{100}){10}){1}", "/(a|b|c|d|e|f|g)*{50}", "/\\\\pL+", "/[[:alpha:]]+",
            "/(?i)a", "/a{1001}", "/(((((a{30}){30}){30}))))", "/((a{30}){30}){30}", "/x(", "/\\\\1",
            "/" + String(repeating: "(a?)", count: 500),
            "/.*.*.*.*.*.*.*", "/[^/]{0,900}x", "/\\\\Q..\\\\E", "/(?P<n>a)", "/(?<n>a)",
        ]
        let headers = [
            "{name: \"\", present: true}", "{name: \"a b\", present: true}", "{name: \":authority\", exact: x}",
            "{name: \":path\", present: true}", "{name: X, exact: \"\"}", "{name: X, regex: \"(\"}",
            "{name: X, contains: \"\"}",
            "{name: X, exact: \"a\\nb\"}", "{name: X, exact: \"a\\0b\"}", "{name: X}",
            "{name: X, regex: \"a{1000}{1000}\"}",
            "{name: X, notcontains: \"\"}", "{name: X, exact: ü}",
        ]
        let parameters = [
            "{name: \"\", present: true}", "{name: q, exact: \"\"}", "{name: q, prefix: \"\"}",
            "{name: q, regex: \"(\"}", "{name: q}",
            "{name: q, suffix: \"\"}", "{name: q, contains: \"\"}", "{name: q, exact: a, prefix: b}",
            "{name: q, exact: \"\(String(repeating: "a", count: 2000))\"}",
        ]
        var routes: [String] = []
        for path in paths {
            for kind in ["prefix", "exact"] {
                routes.append("{conditions: [{\(kind): \"\(path)\"}], \(Self.service)}")
            }
        }
        for pattern in patterns { routes.append("{conditions: [{regex: \"\(pattern)\"}], \(Self.service)}") }
        for header in headers { routes.append("{conditions: [{prefix: /}, {header: \(header)}], \(Self.service)}") }
        for parameter in parameters {
            routes.append("{conditions: [{prefix: /}, {queryParameter: \(parameter)}], \(Self.service)}")
        }
        try await checkRoutes("conditions", routes)
    }

    @Test func `policies of routes`() async throws {
        let values = [
            "%", "%%", "%REQ(", "%REQ()%", "%REQ(a b)%", "%REQ(x):0%", "%REQ(x?y):99999999999999999999%",
            "%REQ(:path)%",
            "%START_TIME%", "%NOTHING%", "%PROTOCOL", "a\\nb", "a\\0b", "ü", "", "%CONTOUR_NAMESPACE%%", "%REQ(x?)%",
            "%REQ(?y)%",
            "%DOWNSTREAM_PEER_CERT_V_START%", "%HOSTNAME%", "%RESPONSE_CODE_DETAILS%", "%TLS_JA3_FINGERPRINT%",
            "%DOWNSTREAM_LOCAL_URI_SAN%", String(repeating: "a", count: 20_000),
        ]
        let names = [
            "", "a b", ":path", ":method", "Host", "x:y", "ü", "Content-Length", "Transfer-Encoding", "Connection",
            "a\\nb",
        ]
        let times = [
            "-1s", "0s", "1ns", "99999999h", "9223372036854775807ns", "1e9s", "infinity", "infinite", "", "1.5s", "1d",
        ]
        var policies: [String] = []
        for value in values {
            policies.append("requestHeadersPolicy: {set: [{name: X-A, value: \"\(value)\"}]}")
            policies.append("responseHeadersPolicy: {set: [{name: X-A, value: \"\(value)\"}]}")
            policies.append("requestHeadersPolicy: {set: [{name: Host, value: \"\(value)\"}]}")
        }
        for name in names {
            for policy in ["requestHeadersPolicy", "responseHeadersPolicy"] {
                policies.append("\(policy): {set: [{name: \"\(name)\", value: x}]}")
                policies.append("\(policy): {remove: [\"\(name)\"]}")
            }
        }
        for time in times {
            for field in ["response", "idle", "idleConnection"] {
                policies.append("timeoutPolicy: {\(field): \"\(time)\"}")
            }
            policies.append("retryPolicy: {count: 2, perTryTimeout: \"\(time)\"}")
        }
        try await checkRoutes("policies", policies.map { "{\(Self.service), \($0)}" })
    }

    @Test func `actions and retries`() async throws {
        let actions = [
            "{directResponsePolicy: {statusCode: 200, body: \"\(String(repeating: "a", count: 5000))\"}}",
            "{directResponsePolicy: {statusCode: 199}}", "{directResponsePolicy: {statusCode: 600}}",
            "{directResponsePolicy: {statusCode: 200, body: \"a\\0b\"}}",
            "{requestRedirectPolicy: {hostname: \"a\\nb\"}}", "{requestRedirectPolicy: {hostname: \"\"}}",
            "{requestRedirectPolicy: {hostname: \"a b\"}}", "{requestRedirectPolicy: {path: \"a\\nb\"}}",
            "{requestRedirectPolicy: {path: \"no-slash\"}}", "{requestRedirectPolicy: {prefix: \"/a\\nb\"}}",
            "{requestRedirectPolicy: {port: 0}}", "{requestRedirectPolicy: {port: 70000}}",
            "{requestRedirectPolicy: {statusCode: 300}}", "{requestRedirectPolicy: {scheme: gopher}}",
            "{requestRedirectPolicy: {scheme: \"a\\nb\"}}",
            "{\(Self.service), retryPolicy: {count: -2}}", "{\(Self.service), retryPolicy: {count: 99999999999}}",
            "{\(Self.service), retryPolicy: {count: 1, retryOn: [nonsense, \"a\\nb\", \"\"]}}",
            "{\(Self.service), retryPolicy: {count: 1, retriableStatusCodes: [99, 1000, -1]}}",
            "{conditions: [{prefix: /a}], \(Self.service), pathRewritePolicy: {replacePrefix: [{replacement: \"\\n\"}]}}",
            "{conditions: [{prefix: /a}], \(Self.service), pathRewritePolicy: {replacePrefix: [{replacement: \"\\\\\\\\1\"}]}}",
            "{conditions: [{prefix: /a}], \(Self.service), pathRewritePolicy: {replacePrefix: [{replacement: \"\"}]}}",
            "{conditions: [{prefix: /a(b}], \(Self.service), pathRewritePolicy: {replacePrefix: [{replacement: /x}]}}",
            "{\(Self.service), loadBalancerPolicy: {strategy: RequestHash, requestHashPolicies: [{headerHashOptions: {headerName: \"a b\"}}]}}",
            "{\(Self.service), loadBalancerPolicy: {strategy: RequestHash, requestHashPolicies: [{queryParameterHashOptions: {parameterName: \"\"}}]}}",
            "{\(Self.service), loadBalancerPolicy: {strategy: Cookie}, healthCheckPolicy: {path: /}}",
            "{\(Self.service), internalRedirectPolicy: {maxInternalRedirects: 99, redirectResponseCodes: [200, 999]}}",
        ]
        let checks = [
            "path: no-slash", "path: \"\"", "path: \"/a\\nb\"", "path: /, intervalSeconds: -1",
            "path: /, intervalSeconds: 0",
            "path: /, timeoutSeconds: -1", "path: /, unhealthyThresholdCount: -1",
            "path: /, healthyThresholdCount: 99999999999",
            "path: /, host: \"a\\nb\"", "path: /, host: \"\"", "path: /, expectedStatuses: [{start: 99, end: 100}]",
            "path: /, expectedStatuses: [{start: 200, end: 200}]",
            "path: /, expectedStatuses: [{start: 100, end: 601}]",
            "path: /, expectedStatuses: [{start: 200, end: 700}]", "path: /, intervalSeconds: 9223372036854775807",
        ]
        try await checkRoutes("actions", actions + checks.map { "{\(Self.service), healthCheckPolicy: {\($0)}}" })
    }

    @Test func `services`() async throws {
        let services = [
            "name: \"\", port: 80", "name: own, port: -1", "name: own, port: 70000", "name: own, port: 80, weight: -1",
            "name: own, port: 80, weight: 4294967296", "name: own, port: 80, weight: 9223372036854775807",
            "name: own, port: 80, mirror: true", "name: own, port: 80, protocol: tls, validation: {}",
            "name: own, port: 80, protocol: tls, validation: {caSecret: none, subjectName: x}",
            "name: own, port: 80, slowStartPolicy: {window: \"-1s\"}",
            "name: own, port: 80, slowStartPolicy: {window: 0s}",
            "name: own, port: 80, slowStartPolicy: {window: 5s, aggression: \"-1\"}",
            "name: own, port: 80, slowStartPolicy: {window: 5s, aggression: nan}",
            "name: own, port: 80, slowStartPolicy: {window: 5s, aggression: \"1e400\"}",
            "name: own, port: 80, slowStartPolicy: {window: 5s, minWeightPercent: 101}",
            "name: own, port: 80, requestHeadersPolicy: {set: [{name: Host, value: \"a\\nb\"}]}",
            "name: own, port: 80, protocol: tls, requestHeadersPolicy: {set: [{name: Host, value: \"\(String(repeating: "a", count: 300))\"}]}",
        ]
        var routes = [
            "{services: [{name: own, port: 80, weight: 4294967295}, {name: own, port: 80, weight: 4294967295}]}"
        ]
        for service in services {
            routes.append("{services: [{\(service)}]}")
            routes.append("{services: [{\(service)}, {name: own, port: 80}]}")
        }
        try await checkRoutes("services", routes)
    }

    @Test func `hosts, secrets, slices and annotations`() async throws {
        let authority = try TestAuthority()
        let good = try authority.issue(for: "names.test")
        let hosts = [
            "\"\"", "\"*\"", "\"*.\"", "\"*.*.a\"", "\"a.*\"", "a..b", "-a.test", "a_b.test", "A.test", "a.test.",
            "\"a.test:80\"",
            "\"a b.test\"", "\"ü.test\"", "\"\(String(repeating: "a", count: 64)).test\"",
            "\"\(Array(repeating: "abcdefg", count: 40).joined(separator: "."))\"", "\"[::1]\"", "1.2.3.4", "\"*.com\"",
            "floor.rig.test",
            "FLOOR.rig.test",
        ]
        func proxy(_ fqdn: String, _ tls: String) -> String {
            Manifests.httpProxy(
                "names", namespace: "names",
                """
                virtualhost: {fqdn: \(fqdn)\(tls)}
                routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: floor}}]
                """)
        }
        let secret = Manifests.secret("cert", namespace: "names", good)
        try await check("names", hosts.map { ($0, proxy($0, "")) })
        try await check("secure-names", hosts.map { ($0, secret + proxy($0, ", tls: {secretName: cert}")) })
        try await check(
            "tls-options",
            [
                "secretName: cert, minimumProtocolVersion: \"1.3\", maximumProtocolVersion: \"1.2\"",
                "secretName: cert, minimumProtocolVersion: \"9\"", "secretName: \"\"", "secretName: /",
                "secretName: a/b/c",
                "secretName: cert, passthrough: true", "passthrough: true", "secretName: cert, clientValidation: {}",
                "secretName: cert, enableFallbackCertificate: true",
            ].map { ($0, secret + proxy("options.test", ", tls: {\($0)}")) })
        let pairs = [
            (good.certificate, "garbage"), ("garbage", good.key), ("", ""), (good.certificate + good.key, good.key),
            (good.certificate, good.key + good.key), (good.certificate + "garbage", good.key),
            (good.key, good.certificate),
            (good.certificate + authority.certificate, good.key), (authority.certificate + good.certificate, good.key),
        ]
        try await check(
            "pairs",
            pairs.enumerated().map { number, pair in
                (
                    "pair \(number)",
                    Manifests.secret("cert", namespace: "names", certificate: pair.0, key: pair.1)
                        + proxy("pairs.test", ", tls: {secretName: cert}")
                )
            })
        let route = Manifests.httpProxy(
            "own", namespace: "slices",
            "virtualhost: {fqdn: slices.test}\nroutes: [{services: [{name: own, port: 80}]}]")
        let addresses = [
            "999.1.1.1", "localhost", "\"::1\"", "\"\"", "\"fe80::1%eth0\"", "127.0.0.1, 127.0.0.2", "\"127.0.0.1:80\"",
            "01.2.3.4",
        ]
        let slices = addresses.map { ($0, "9") } + ["0", "-1", "70000", "null"].map { ("127.0.0.1", $0) }
        try await check(
            "slices",
            slices.map { address, port in
                (
                    "\(address) \(port)",
                    route + Manifests.service("own", namespace: "slices")
                        + """
                        ---
                        apiVersion: discovery.k8s.io/v1
                        kind: EndpointSlice
                        metadata: {name: own, namespace: slices, labels: {kubernetes.io/service-name: own}}
                        addressType: IPv4
                        ports: [{name: http, port: \(port), protocol: TCP}]
                        endpoints: [{addresses: [\(address)]}, {addresses: [\(address)]}]

                        """
                )
            })
        let annotations = [
            "max-connections", "max-pending-requests", "max-requests", "max-retries", "per-host-max-connections",
        ].flatMap { name in
            ["0", "-1", "4294967295", "4294967296", "many", ""].map { ("projectcontour.io/" + name, $0) }
        }
        try await check(
            "circuits",
            annotations.enumerated().map { number, annotation in
                let own = "own-\(number)"
                let proxy = Manifests.httpProxy(
                    "own", namespace: "circuits",
                    "virtualhost: {fqdn: circuits.test}\nroutes: [{services: [{name: \(own), port: 80}]}]")
                let (name, value) = annotation
                let service = Manifests.service(own, namespace: "circuits", annotations: [name: value])
                return ("\(name) \(value)", proxy + service)
            })
    }

    @Test func `ingresses`() async throws {
        let paths = ["", "no-slash", "/(", "/[", "/a{1001}", "/*", "/a+b", "/a b", "/%", "/ü", "/a?b", "/^a"]
        let types = ["Prefix", "Exact", "ImplementationSpecific", "Nonsense"]
        let own = "backend: {service: {name: own, port: {number: 80}}}"
        let service = Scene("ingresses").service("own", at: 9).text
        func ingress(_ what: String, _ annotations: [String: String] = [:], host: String, path: String, type: String)
            -> (what: String, yaml: String)
        {
            let rule = "{host: \(host), http: {paths: [{path: \"\(path)\", pathType: \(type), \(own)}]}}"
            let yaml = Manifests.ingress("i", namespace: "ingresses", annotations: annotations, "rules: [\(rule)]")
            return (what, service + yaml)
        }
        var manifests: [(what: String, yaml: String)] = []
        for path in paths {
            for type in types {
                manifests.append(ingress("\(type) \(path)", host: "hostile.ingress.test", path: path, type: type))
            }
        }
        for host in ["\"*\"", "\"*.x\"", "a..b", "A.test", "\"a:80\"", "1.2.3.4"] {
            manifests.append(ingress(host, host: host, path: "/", type: "Prefix"))
        }
        for (name, value) in [
            ("retry-on", "nonsense,\\n"), ("num-retries", "-5"), ("num-retries", "99999999999"),
            ("per-try-timeout", "-1s"),
            ("response-timeout", "99999999h"), ("websocket-routes", ",,/,x"), ("tls-minimum-protocol-version", "0.9"),
        ] {
            manifests.append(
                ingress(
                    "\(name) \(value)", ["projectcontour.io/" + name: value], host: "hostile.ingress.test", path: "/",
                    type: "Prefix"))
        }
        try await check("ingresses", manifests)
    }
}
