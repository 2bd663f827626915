import TestKit
import Testing

/// How Envoy speaks to backends, and whom it leaves out.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct UpstreamTests {
    @Test func `a backend is spoken to in HTTP/2 where field, annotation or port say so`() async throws {
        let rig = try sharedRig()
        try await withWitness("seer") { seer in
            try await Scene("h2c").service("plain", at: seer.port)
                .service("noted", annotations: ["projectcontour.io/upstream-protocol.h2c": "http"], at: seer.port)
                .adding(
                    Manifests.service(
                        "declared", namespace: "h2c",
                        ports: "[{name: http, port: 80, protocol: TCP, appProtocol: kubernetes.io/h2c}]")
                        + Manifests.slices(of: "declared", namespace: "h2c", ports: [seer.port])
                ).proxy(
                    "root",
                    """
                    virtualhost: {fqdn: h2c.test}
                    routes:
                    - {conditions: [{prefix: /}], services: [{name: plain, port: 80}]}
                    - {conditions: [{prefix: /field}], services: [{name: plain, port: 80, protocol: h2c}]}
                    - {conditions: [{prefix: /noted}], services: [{name: noted, port: 80}]}
                    - {conditions: [{prefix: /declared}], services: [{name: declared, port: 80}]}
                    """
                ).apply(to: rig)
            for (path, version) in [
                ("/", "HTTP/1.1"), ("/field", "HTTP/2"), ("/noted", "HTTP/2"), ("/declared", "HTTP/2"),
            ] {
                let answer = try await rig.ask("h2c.test", path)
                #expect(answer.witnessed?.version == version, "\(path): \(answer)")
            }
        }
    }

    @Test func `a backend's certificate is checked against the right authority and name`() async throws {
        let rig = try sharedRig()
        let trusted = try TestAuthority()
        let stranger = try TestAuthority("Stranger")
        let issued = try trusted.issue(for: "inner.example")
        try await withWitness("inner", certificate: issued) { inner in
            try await Scene("upstream-tls").service(inner)
                .adding(Manifests.authority("trusted", namespace: "upstream-tls", trusted))
                .adding(Manifests.authority("stranger", namespace: "upstream-tls", stranger)).proxy(
                    "root",
                    """
                    virtualhost: {fqdn: upstream.test}
                    routes:
                    - {conditions: [{prefix: /unchecked}], services: [{name: inner, port: 80, protocol: tls}]}
                    - {conditions: [{prefix: /h2}], services: [{name: inner, port: 80, protocol: h2}]}
                    - {conditions: [{prefix: /good}], services: [{name: inner, port: 80, protocol: tls, validation: {caSecret: trusted, subjectName: inner.example}}]}
                    - {conditions: [{prefix: /authority}], services: [{name: inner, port: 80, protocol: tls, validation: {caSecret: stranger, subjectName: inner.example}}]}
                    - {conditions: [{prefix: /name}], services: [{name: inner, port: 80, protocol: tls, validation: {caSecret: trusted, subjectName: other.example}}]}
                    - {conditions: [{prefix: /sni}], services: [{name: inner, port: 80, protocol: tls}], requestHeadersPolicy: {set: [{name: Host, value: inner.example}]}}
                    """
                ).apply(to: rig)
            for (path, status) in [
                ("/unchecked", 200), ("/h2", 200), ("/good", 200), ("/authority", 503), ("/name", 503), ("/sni", 200),
            ] {
                let answer = try await rig.ask("upstream.test", path)
                #expect(answer.status == status, "\(path): \(answer)")
                if status == 200 { #expect(answer.witnessed?.isEncrypted == true) }
            }
            let second = try await rig.ask("upstream.test", "/h2")
            #expect(second.witnessed?.version == "HTTP/2")
            let named = try await rig.ask("upstream.test", "/sni")
            #expect(named.witnessed?.serverName == "inner.example")
        }
    }

    @Test func `a health check leaves out the endpoint that fails it`() async throws {
        let rig = try sharedRig()
        try await withWitness("healthy") { healthy in
            try await withWitness(
                "ill", answering: { request, _ in WitnessAnswer(request.path == "/healthz" ? 500 : 200) }
            ) { ill in
                try await Scene("health").service("pool", at: healthy.port, ill.port).proxy(
                    "root",
                    """
                    virtualhost: {fqdn: health.test}
                    routes:
                    - conditions: [{prefix: /}]
                      services: [{name: pool, port: 80}]
                      healthCheckPolicy: {path: /healthz, host: checker.example, intervalSeconds: 1, timeoutSeconds: 1, unhealthyThresholdCount: 1, healthyThresholdCount: 1}
                    - {conditions: [{prefix: /unchecked}], services: [{name: pool, port: 80}]}
                    """
                ).apply(to: rig)
                try await rig.expect("the healthy one answers", ClientRequest(host: "health.test")) {
                    $0.backend == "healthy"
                }
                try await eventually("the ill one was looked at") { ill.count(of: "/healthz") > 0 }
                for _ in 0..<30 {
                    let answer = try await rig.ask("health.test")
                    #expect(answer.backend == "healthy", "\(answer)")
                }
                let check = try #require(healthy.requests.first { $0.path == "/healthz" })
                #expect(check.host == "checker.example")
                var unchecked: Set<String?> = []
                for _ in 0..<30 {
                    unchecked.insert(try await rig.ask("health.test", "/unchecked").backend)
                }
                #expect(unchecked == ["healthy", "ill"])
            }
        }
    }
}
