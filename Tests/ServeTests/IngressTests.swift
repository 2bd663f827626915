import TestKit
import Testing

/// What Ingress objects ask for.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct IngressTests {
    private func backend(_ name: String) -> String { "backend: {service: {name: \(name), port: {number: 80}}}" }

    @Test func `path types match as Kubernetes says`() async throws {
        let rig = try sharedRig()
        try await withWitnesses("root", "prefix", "exact", "pattern", "text") { backends in
            try await Scene("paths").services(backends).ingress(
                "paths",
                """
                rules:
                - host: paths.ingress.test
                  http:
                    paths:
                    - {path: /, pathType: Prefix, \(backend("root"))}
                    - {path: /foo/, pathType: Prefix, \(backend("prefix"))}
                    - {path: /foo/exact, pathType: Exact, \(backend("exact"))}
                    - {path: "/v[0-9]+/.*", pathType: ImplementationSpecific, \(backend("pattern"))}
                    - {path: /text, pathType: ImplementationSpecific, \(backend("text"))}
                """
            ).apply(to: rig)
            for (path, name) in [
                ("/", "root"), ("/foo", "prefix"), ("/foo/", "prefix"), ("/foo/x", "prefix"), ("/foobar", "root"),
                ("/foo/exact", "exact"), ("/foo/exact/", "prefix"), ("/v1/x", "pattern"), ("/vx/x", "root"),
                ("/text", "text"), ("/textual", "text"),
            ] {
                let answer = try await rig.ask("paths.ingress.test", path)
                #expect(answer.backend == name, "\(path): \(answer)")
            }
        }
    }

    @Test func `TLS serves both listeners, and annotations redirect or close the plain one`() async throws {
        let rig = try sharedRig()
        let authority = try TestAuthority()
        let issued = try authority.issue(for: "both.ingress.test", "forced.ingress.test", "closed.ingress.test")
        try await withWitness("own") { own in
            func rules(_ host: String) -> String {
                """
                tls: [{hosts: [\(host)], secretName: cert}]
                rules: [{host: \(host), http: {paths: [{path: /, pathType: Prefix, \(backend("own"))}]}}]
                """
            }
            try await Scene("ingress-tls").service(own).secret("cert", issued)
                .ingress("both", rules("both.ingress.test"))
                .ingress(
                    "forced", annotations: ["ingress.kubernetes.io/force-ssl-redirect": "true"],
                    rules("forced.ingress.test")
                ).ingress(
                    "closed", annotations: ["kubernetes.io/ingress.allow-http": "false"],
                    rules("closed.ingress.test")
                ).apply(to: rig)
            for (host, status) in [
                ("both.ingress.test", 200), ("forced.ingress.test", 301), ("closed.ingress.test", 404),
            ] {
                try await eventually("\(host) is served", within: .seconds(15)) {
                    try await rig.handshake(ClientTLS(serverName: host)).certificate == issued.encoded
                }
                let secure = try await rig.askTLS(host)
                #expect(secure.backend == "own", "\(host): \(secure)")
                let plain = try await rig.ask(host)
                #expect(plain.status == status, "\(host): \(plain)")
            }
        }
    }

    @Test func `annotations set timeout, retries and websockets`() async throws {
        let rig = try sharedRig()
        let plan: WitnessBackend.Plan = { request, _ in
            switch request.path {
            case "/slow": WitnessAnswer(after: .seconds(6))
            case "/bad": WitnessAnswer(503)
            default: WitnessAnswer()
            }
        }
        try await withWitness("own", answering: plan) { own in
            try await withEchoBackend { echo in
                try await Scene("annotations").service(own).service("sockets", at: echo.port).ingress(
                    "annotations",
                    annotations: [
                        "projectcontour.io/response-timeout": "3s", "projectcontour.io/retry-on": "5xx",
                        "projectcontour.io/num-retries": "2", "projectcontour.io/websocket-routes": "/ws",
                    ],
                    """
                    rules:
                    - host: annotated.ingress.test
                      http:
                        paths:
                        - {path: /, pathType: Prefix, \(backend("own"))}
                        - {path: /ws, pathType: Prefix, \(backend("sockets"))}
                    """
                ).apply(to: rig)
                let slow = try await rig.ask("annotated.ingress.test", "/slow")
                #expect(slow.status == 504, "\(slow)")
                let bad = try await rig.ask("annotated.ingress.test", "/bad")
                #expect(bad.status == 503)
                #expect(own.count(of: "/bad") == 3)
                let upgraded = try await rig.ask(
                    "annotated.ingress.test", "/ws",
                    headers: [
                        "connection": "upgrade", "upgrade": "websocket", "sec-websocket-version": "13",
                        "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
                    ])
                #expect(upgraded.status == 101, "\(upgraded)")
            }
        }
    }

    @Test func `a class of somebody else is left alone, also when it changes`() async throws {
        let rig = try sharedRig()
        try await withWitness("own") { own in
            func scene(_ annotations: [String: String], _ field: String) -> Scene {
                Scene("classes").service(own).ingress(
                    "classed", annotations: annotations,
                    """
                    \(field)
                    rules: [{host: classed.ingress.test, http: {paths: [{path: /, pathType: Prefix, \(backend("own"))}]}}]
                    """)
            }
            for (annotations, field, status) in [
                ([:], "", 200), ([:], "ingressClassName: nginx", 404), ([:], "ingressClassName: contour", 200),
                (["kubernetes.io/ingress.class": "nginx"], "ingressClassName: contour", 404),
                (["projectcontour.io/ingress.class": "contour", "kubernetes.io/ingress.class": "nginx"], "", 200),
            ] as [([String: String], String, Int)] {
                try await scene(annotations, field).apply(to: rig)
                let answer = try await rig.ask("classed.ingress.test")
                #expect(answer.status == status, "\(annotations) \(field): \(answer)")
            }
        }
    }

    @Test func `of two on one path the older wins, an HTTPProxy goes before both`() async throws {
        let rig = try sharedRig()
        try await withWitnesses("older", "younger", "proxy") { backends in
            func rules(_ name: String) -> String {
                "rules: [{host: shared.ingress.test, http: {paths: [{path: /, pathType: Prefix, \(backend(name))}]}}]"
            }
            let scene = Scene("shared").services(backends)
                .ingress("a-younger", created: "\"2026-02-02T00:00:00Z\"", rules("younger"))
                .ingress("b-older", created: "\"2026-01-01T00:00:00Z\"", rules("older"))
            try await scene.apply(to: rig)
            let first = try await rig.ask("shared.ingress.test")
            #expect(first.backend == "older", "\(first)")
            try await scene.proxy(
                "proxy",
                """
                virtualhost: {fqdn: shared.ingress.test}
                routes: [{conditions: [{prefix: /}], services: [{name: proxy, port: 80}]}]
                """
            ).apply(to: rig)
            let second = try await rig.ask("shared.ingress.test")
            #expect(second.backend == "proxy", "\(second)")
        }
    }

    @Test func `a wildcard host is one label, and an HTTPProxy of one name goes before it`() async throws {
        let rig = try sharedRig()
        try await withWitness("own") { own in
            try await Scene("wild").service(own).ingress(
                "wild",
                """
                rules: [{host: "*.wild.ingress.test", http: {paths: [{path: /, pathType: Prefix, \(backend("own"))}]}}]
                """
            ).proxy(
                "one",
                """
                virtualhost: {fqdn: one.wild.ingress.test}
                routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 418}}]
                """
            ).apply(to: rig)
            for (host, status) in [
                ("a.wild.ingress.test", 200), ("one.wild.ingress.test", 418), ("a.b.wild.ingress.test", 404),
                ("wild.ingress.test", 404),
            ] {
                let answer = try await rig.ask(host)
                #expect(answer.status == status, "\(host): \(answer)")
            }
        }
    }

    @Test func `a resource backend and a rule without paths harm nobody`() async throws {
        let rig = try sharedRig()
        try await withWitness("own") { own in
            try await Scene("odd").service(own).ingress(
                "odd",
                """
                rules:
                - {host: odd.ingress.test, http: {paths: [{path: /res, pathType: Prefix, backend: {resource: {apiGroup: storage.example, kind: Bucket, name: pictures}}}, {path: /, pathType: Prefix, \(backend("own"))}]}}
                - {host: empty.ingress.test}
                - {host: nothing.ingress.test, http: null}
                """
            ).apply(to: rig)
            let answer = try await rig.ask("odd.ingress.test")
            #expect(answer.backend == "own", "\(answer)")
            let empty = try await rig.ask("empty.ingress.test")
            #expect(empty.status == 404)
        }
    }
}

/// What takes every host there is, apart from other tests.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct DefaultBackendTests {
    @Test func `the default backend takes what no host or rule wants`() async throws {
        let rig = try sharedRig()
        try await withWitnesses("default", "hostless", "named") { backends in
            let scene = Scene("default").services(backends).ingress(
                "default", "defaultBackend: {service: {name: default, port: {name: http}}}"
            ).ingress(
                "rules",
                """
                rules:
                - host: named.ingress.test
                  http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: named, port: {number: 80}}}}]}
                - http: {paths: [{path: /hostless, pathType: Prefix, backend: {service: {name: hostless, port: {number: 80}}}}]}
                """)
            try await scene.apply(to: rig)
            for (host, path, name) in [
                ("anything.test", "/", "default"), ("anything.test", "/hostless/x", "hostless"),
                ("named.ingress.test", "/hostless", "named"), ("named.ingress.test", "/", "named"),
            ] {
                let answer = try await rig.ask(host, path)
                #expect(answer.backend == name, "\(host)\(path): \(answer)")
            }
            try await rig.apply(["default.yaml": nil])
            let gone = try await rig.ask("anything.test")
            #expect(gone.status == 404)
        }
    }
}
