import TestKit
import Testing

/// Which endpoints of which slices serve.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct EndpointsTests {
    private func slice(_ name: String, service: String, port: String, _ number: Int, ready: String) -> String {
        """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: \(name), namespace: endpoints, labels: {kubernetes.io/service-name: \(service)}}
        addressType: IPv4
        ports: [{name: \(port), port: \(number), protocol: TCP}]
        endpoints: [{addresses: [127.0.0.1]\(ready)}]

        """
    }

    private func backends(_ host: String, _ path: String, _ rig: ControlledEnvoy) async throws -> Set<String> {
        var seen: Set<String> = []
        for _ in 0..<20 {
            let answer = try await rig.ask(host, path)
            seen.insert(answer.backend ?? "\(answer.status)")
        }
        return seen
    }

    @Test func `endpoints of several slices serve when they are ready, by the name of the port`() async throws {
        let rig = try sharedRig()
        try await withWitnesses("ready", "unsaid", "unready", "admin", "foreign") { backends in
            func port(_ name: String) -> Int { backends[name]?.port ?? 0 }
            func slices(unready: String) -> String {
                slice("s1", service: "pool", port: "http", port("ready"), ready: ", conditions: {ready: true}")
                    + slice("s2", service: "pool", port: "http", port("unsaid"), ready: "")
                    + slice(
                        "s3", service: "pool", port: "http", port("unready"), ready: ", conditions: {ready: \(unready)}"
                    )
                    + slice("s4", service: "pool", port: "admin", port("admin"), ready: "")
                    + slice("s5", service: "other", port: "http", port("foreign"), ready: "")
            }
            let scene = Scene("endpoints").adding(
                Manifests.service(
                    "pool", namespace: "endpoints",
                    ports: "[{name: http, port: 80, protocol: TCP}, {name: admin, port: 81, protocol: TCP}]")
            ).proxy(
                "root",
                """
                virtualhost: {fqdn: endpoints.test}
                routes:
                - {conditions: [{prefix: /}], services: [{name: pool, port: 80}]}
                - {conditions: [{prefix: /admin}], services: [{name: pool, port: 81}]}
                """)
            try await scene.adding(slices(unready: "false")).apply(to: rig)
            let first = try await self.backends("endpoints.test", "/", rig)
            #expect(first == ["ready", "unsaid"])
            let admin = try await self.backends("endpoints.test", "/admin", rig)
            #expect(admin == ["admin"])
            try await scene.adding(slices(unready: "true")).apply(to: rig)
            try await eventually("the unready one has become ready") {
                try await self.backends("endpoints.test", "/", rig) == ["ready", "unsaid", "unready"]
            }
            try await scene.apply(to: rig)
            try await rig.expect("nobody is left", ClientRequest(host: "endpoints.test")) { $0.status == 503 }
        }
    }

    @Test func `a slice that changes its service leaves the old one`() async throws {
        let rig = try sharedRig()
        try await withWitnesses("stays", "moves") { backends in
            func scene(_ owner: String) -> Scene {
                Scene("moving").adding(
                    Manifests.service("left", namespace: "endpoints")
                        + Manifests.service("right", namespace: "endpoints")
                        + slice("m1", service: "left", port: "http", backends["stays"]?.port ?? 0, ready: "")
                        + slice("m2", service: owner, port: "http", backends["moves"]?.port ?? 0, ready: "")
                ).proxy(
                    "moving", in: "endpoints",
                    """
                    virtualhost: {fqdn: moving.test}
                    routes:
                    - {conditions: [{prefix: /left}], services: [{name: left, port: 80}]}
                    - {conditions: [{prefix: /right}], services: [{name: right, port: 80}]}
                    """)
            }
            try await scene("left").apply(to: rig)
            let before = try await self.backends("moving.test", "/left", rig)
            #expect(before == ["stays", "moves"])
            try await scene("right").apply(to: rig)
            try await rig.expect("it has arrived", ClientRequest(host: "moving.test", path: "/right")) {
                $0.backend == "moves"
            }
            let after = try await self.backends("moving.test", "/left", rig)
            #expect(after == ["stays"])
        }
    }
}
