import TestKit
import Testing

/// Where requests go, and how often.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct ForwardingTests {
    @Test func `weights share the requests out`() async throws {
        let rig = try sharedRig()
        try await withWitnesses("heavy", "light", "never", "one", "two") { backends in
            try await Scene("weights").services(backends).proxy(
                "root",
                """
                virtualhost: {fqdn: weights.test}
                routes:
                - conditions: [{prefix: /}]
                  services: [{name: heavy, port: 80, weight: 80}, {name: light, port: 80, weight: 20}, {name: never, port: 80, weight: 0}]
                - conditions: [{prefix: /even}]
                  services: [{name: one, port: 80}, {name: two, port: 80}]
                """
            ).apply(to: rig)
            try await rig.connect { connection in
                for path in ["/", "/even"] {
                    for _ in 0..<300 {
                        let answer = try await connection.send(ClientRequest(host: "weights.test", path: path))
                        #expect(answer.status == 200, "\(answer)")
                    }
                }
            }
            let counts = backends.mapValues(\.requests.count)
            // Five standard deviations either way.
            #expect((205...275).contains(counts["heavy"] ?? 0), "\(counts)")
            #expect(counts["never"] == 0)
            #expect((106...194).contains(counts["one"] ?? 0), "\(counts)")
            #expect(counts.values.reduce(0, +) == 600)
        }
    }

    @Test func `a mirror sees every request and its answer counts for nothing`() async throws {
        let rig = try sharedRig()
        try await withWitness("mirror", answering: { _, _ in WitnessAnswer(500) }) { mirror in
            try await withWitness("real") { real in
                try await Scene("mirror").service(real).service(mirror).proxy(
                    "root",
                    """
                    virtualhost: {fqdn: mirror.test}
                    routes:
                    - {conditions: [{prefix: /}], services: [{name: real, port: 80}, {name: mirror, port: 80, mirror: true}]}
                    """
                ).apply(to: rig)
                for number in 0..<20 {
                    let answer = try await rig.ask("mirror.test", "/\(number)")
                    #expect(answer.status == 200 && answer.backend == "real", "\(answer)")
                }
                try await eventually("the mirror saw all") { mirror.requests.count == 20 }
                #expect(real.requests.count == 20)
                #expect(Set(mirror.requests.map(\.path)) == Set((0..<20).map { "/\($0)" }))
                #expect(mirror.requests.allSatisfy { $0.host == "mirror.test-shadow" })
            }
        }
    }

    @Test func `a service without endpoints, or none at all, answers 503 and the others go on`() async throws {
        let rig = try sharedRig()
        try await withWitness("there") { there in
            let external = """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: external, namespace: absent}
                spec: {type: ExternalName, externalName: outside.example, ports: [{name: http, port: 80}]}

                """
            let empty = Manifests.service("empty", namespace: "absent")
            try await Scene("absent").service(there).adding(empty + external).proxy(
                "root",
                """
                virtualhost: {fqdn: absent.test}
                routes:
                - {conditions: [{prefix: /}], services: [{name: there, port: 80}]}
                - {conditions: [{prefix: /empty}], services: [{name: empty, port: 80}]}
                - {conditions: [{prefix: /missing}], services: [{name: missing, port: 80}]}
                - {conditions: [{prefix: /port}], services: [{name: there, port: 81}]}
                - {conditions: [{prefix: /external}], services: [{name: external, port: 80}]}
                - {conditions: [{prefix: /half}], services: [{name: missing, port: 80}, {name: there, port: 80}]}
                """
            ).apply(to: rig)
            for (path, status) in [
                ("/", 200), ("/empty", 503), ("/missing", 503), ("/port", 503), ("/external", 503), ("/half", 200),
            ] {
                let answer = try await rig.ask("absent.test", path)
                #expect(answer.status == status, "\(path): \(answer)")
            }
            try await rig.apply([
                "absent-slice.yaml": Manifests.slices(of: "empty", namespace: "absent", ports: [there.port])
            ])
            try await rig.expect(
                "a slice brings the service to life", ClientRequest(host: "absent.test", path: "/empty")
            ) {
                $0.backend == "there"
            }
        }
    }

    @Test func `a backend that hesitates longer than the response timeout is given up`() async throws {
        let rig = try sharedRig()
        try await withWitness(
            "slow", answering: { request, _ in WitnessAnswer(after: request.path == "/slow" ? .seconds(4) : .zero) }
        ) { slow in
            try await Scene("timeouts").service(slow).proxy(
                "root",
                """
                virtualhost: {fqdn: timeouts.test}
                routes:
                - {conditions: [{prefix: /}], services: [{name: slow, port: 80}], timeoutPolicy: {response: 2s}}
                - {conditions: [{prefix: /}, {header: {name: X-Patient, present: true}}], services: [{name: slow, port: 80}], timeoutPolicy: {response: infinity}}
                """
            ).apply(to: rig)
            let given = try await rig.ask("timeouts.test", "/slow")
            #expect(given.status == 504, "\(given)")
            let quick = try await rig.ask("timeouts.test", "/quick")
            #expect(quick.status == 200)
            let patient = try await rig.ask("timeouts.test", "/slow", headers: ["x-patient": "1"])
            #expect(patient.status == 200)
        }
    }

    @Test func `retries hide what they are told to hide and nothing else`() async throws {
        let rig = try sharedRig()
        /// `/CODE/N/...` answers CODE to the first N requests of that path.
        let plan: WitnessBackend.Plan = { request, _ in
            let parts = request.path.split(separator: "/").compactMap { Int($0) }
            let attempt = Int(request.headers["x-envoy-attempt-count"] ?? "") ?? 1
            guard let code = parts.first, let failures = parts.dropFirst().first else { return WitnessAnswer() }
            return attempt <= failures ? WitnessAnswer(code) : WitnessAnswer()
        }
        try await withWitness("flaky", answering: plan) { flaky in
            try await Scene("retries").service(flaky).proxy(
                "root",
                """
                virtualhost: {fqdn: retries.test}
                routes:
                - {conditions: [{prefix: /}], services: [{name: flaky, port: 80}]}
                - {conditions: [{prefix: /}, {header: {name: X-R, exact: three}}], services: [{name: flaky, port: 80}], retryPolicy: {count: 3}}
                - {conditions: [{prefix: /}, {header: {name: X-R, exact: codes}}], services: [{name: flaky, port: 80}], retryPolicy: {count: 1, retryOn: [retriable-status-codes], retriableStatusCodes: [409]}}
                - {conditions: [{prefix: /}, {header: {name: X-R, exact: none}}], services: [{name: flaky, port: 80}], retryPolicy: {count: -1}}
                """
            ).apply(to: rig)
            for (mode, path, status, attempts) in [
                ("three", "/503/9/a", 503, 4), ("codes", "/503/1/b", 503, 1), ("none", "/503/1/c", 503, 1),
                ("", "/503/1/d", 503, 1), ("three", "/404/1/e", 404, 1),
            ] {
                let answer = try await rig.ask("retries.test", path, headers: ["x-r": mode])
                #expect(answer.status == status, "\(mode) \(path): \(answer)")
                #expect(flaky.count(of: path) == attempts, "\(mode) \(path)")
            }
        }
        try await withWitness("once", answering: { _, earlier in WitnessAnswer(earlier < 2 ? 503 : 200) }) { once in
            try await Scene("retries-once").service(once).proxy(
                "root",
                """
                virtualhost: {fqdn: once.retries.test}
                routes: [{conditions: [{prefix: /}], services: [{name: once, port: 80}], retryPolicy: {count: 2, retryOn: [5xx]}}]
                """
            ).apply(to: rig)
            let answer = try await rig.ask("once.retries.test")
            #expect(answer.status == 200, "\(answer)")
            #expect(once.requests.count == 3)
        }
    }

    @Test func `a websocket is let through where it is enabled`() async throws {
        let rig = try sharedRig()
        try await withEchoBackend(named: "sockets") { echo in
            try await Scene("websockets").service("sockets", at: echo.port).proxy(
                "root",
                """
                virtualhost: {fqdn: websockets.test}
                routes:
                - {conditions: [{prefix: /ws}], services: [{name: sockets, port: 80}], enableWebsockets: true}
                - {conditions: [{prefix: /}], services: [{name: sockets, port: 80}]}
                """
            ).apply(to: rig)
            let upgrade: HeaderFields = [
                "connection": "upgrade", "upgrade": "websocket", "sec-websocket-version": "13",
                "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
            ]
            let through = try await rig.ask("websockets.test", "/ws", headers: upgrade)
            #expect(through.status == 101, "\(through)")
            let refused = try await rig.ask("websockets.test", "/", headers: upgrade)
            #expect(refused.status == 403, "\(refused)")
        }
    }

    @Test func `a cookie keeps a client with one endpoint`() async throws {
        let rig = try sharedRig()
        try await withWitnesses("first", "second", "third") { backends in
            let ports = backends.values.map(\.port)
            try await Scene("affinity").adding(
                Manifests.service("pool", namespace: "affinity")
                    + Manifests.slices(of: "pool", namespace: "affinity", ports: ports)
            ).proxy(
                "root",
                """
                virtualhost: {fqdn: affinity.test}
                routes: [{conditions: [{prefix: /}], services: [{name: pool, port: 80}], loadBalancerPolicy: {strategy: Cookie}}]
                """
            ).apply(to: rig)
            let first = try await rig.ask("affinity.test")
            let cookie = try #require(first.headers["set-cookie"], "\(first)")
            #expect(cookie.hasPrefix("X-Contour-Session-Affinity="))
            let pair = String(cookie.prefix { $0 != ";" })
            for _ in 0..<20 {
                let again = try await rig.ask("affinity.test", headers: ["cookie": pair])
                #expect(again.backend == first.backend)
            }
            var others: Set<String> = []
            for _ in 0..<30 {
                others.insert(try await rig.ask("affinity.test").backend ?? "")
            }
            #expect(others.count > 1)
        }
    }
}
