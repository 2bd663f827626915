import TestKit
import Testing

/// What becomes of statuses where something is forbidden.
@Suite(.timeLimit(.minutes(3)))
struct PermissionTests {
    private func prepare(_ api: any TestCluster) async throws {
        try await api.apply(
            Manifests.service("echo") + ClusterObjects.proxy("site") + ClusterObjects.ingress("web")
                + ClusterObjects.envoy(["192.0.2.1"]))
    }

    @Test func `without patch statuses are replaced, which is told once`() async throws {
        let rules = AccessRule.shipped.without("patch", on: "httpproxies/status", "ingresses/status")
        try await withServedCluster(Replica(rules: rules), prepare: prepare) { cluster in
            try await cluster.eventuallyValid("site")
            try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "web")
            for number in 0..<5 { try await cluster.api.apply(ClusterObjects.proxy("proxy-\(number)")) }
            for number in 0..<5 { try await cluster.eventuallyValid("proxy-\(number)") }
            try await cluster.api.apply(ClusterObjects.envoy(["192.0.2.2"]))
            try await cluster.eventuallyPublishes(["192.0.2.2"], "httpproxies", "site")
            try await cluster.eventuallyPublishes(["192.0.2.2"], "ingresses", "web")
            #expect(cluster.statusWrites.allSatisfy { $0.verb == .update })
            #expect(cluster.statusWrites.allSatisfy { $0.manager.hasPrefix("attache-status/projectcontour/") })
            let refused = cluster.statusAttempts.filter { $0.verb == .patch }
            #expect(refused.count <= 2 * 2, "asked once or twice a kind, not for every object: \(refused.count)")
            try await cluster.eventuallyTells("StatusWriteDegraded")
            let lines = cluster.serve.log.filter { $0.contains("statuses may not be patched") }
            #expect(lines.count == 2, "once a kind: \(lines)")
            let series = "status_address_writes_total{kind=\"Ingress\",result=\"fallback\"}"
            try await eventually("both writes are counted") { try await cluster.metric(series) == 2 }
        }
    }

    @Test func `where nothing may be written it is told once, and everything is served`() async throws {
        let rules = AccessRule.shipped.without(on: "httpproxies/status", "ingresses/status")
        try await withServedCluster(Replica(rules: rules), prepare: prepare) { cluster in
            let event = try await cluster.eventuallyTells("StatusWriteForbidden")
            #expect(event.at("message")?.string?.contains("grant") == true)
            for number in 0..<20 { try await cluster.api.apply(ClusterObjects.proxy("proxy-\(number)")) }
            try await cluster.eventuallyServes("proxy-19.test")
            let attempts = cluster.statusAttempts
            #expect(attempts.count <= 8, "it is not tried for each object: \(attempts)")
            let lines = cluster.serve.log.filter { $0.contains("statuses may not be written") }
            #expect(lines.count == 2, "once a kind: \(lines)")
        }
    }

    @Test func `what Contour may do is enough`() async throws {
        try await withServedCluster(Replica(rules: AccessRule.ofContour)) { api in
            try await prepare(api)
            try await api.apply(ClusterObjects.extensionService("authorization"))
        } _: { cluster in
            try await cluster.eventuallyValid("site")
            try await cluster.eventuallyPublishes(["192.0.2.1"], "httpproxies", "site")
            try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "web")
            try await cluster.eventually("the ExtensionService is told", "extensionservices", "authorization") {
                !($0.at("status", "conditions")?.elements.isEmpty ?? true)
            }
            try await cluster.eventuallyServes("web.default.test")
            try await cluster.eventuallyTells("StatusWriteDegraded")
            try await cluster.api.apply(ClusterObjects.proxy("later"))
            try await cluster.eventuallyValid("later")
            let leads = try await cluster.leads
            #expect(leads)
        }
    }

    @Test func `with Contour's permissions the lease is taken over soon after it is given up`() async throws {
        try await withTwoReplicas(rules: AccessRule.ofContour, prepare: prepare) { first, second in
            try await first.eventuallyValid("site")
            let isFirst = try await first.leads
            let (leader, other) = isFirst ? (first, second) : (second, first)
            let status = try await leader.serve.stop(.terminate)
            #expect(status == .exited(0), "\(leader.serve.log)")
            #expect(leader.serve.log.contains { $0.contains("leadership is given up") }, "\(leader.serve.log)")
            try await other.api.apply(ClusterObjects.proxy("later"))
            // The lease lasts 15 s; it cannot be watched, but it can be read.
            try await other.eventuallyValid("later", within: .seconds(8))
        }
    }

    @Test func `a kind that may not be read is waited for and told, and the replica is not ready`() async throws {
        try await withServedCluster(prepare: prepare) { cluster in
            try await cluster.serve.stop(.terminate)
            let rules = AccessRule.shipped.without(on: "extensionservices")
            try await cluster.api.restrict([cluster.user: rules])
            async let start: Void = cluster.serve.start()
            try await eventually("it says what is missing", within: .seconds(20)) {
                cluster.serve.log.contains { $0.contains("grant get, list and watch of extensionservices") }
            }
            let ready = try await cluster.page("/ready", port: cluster.ports.health)
            let health = try await cluster.page("/healthz", port: cluster.ports.health)
            #expect(ready.status == 503 && health.status == 200)
            try await cluster.api.restrict([cluster.user: AccessRule.shipped])
            try await start
            try await cluster.eventuallyServes("site.test")
        }
    }
}
