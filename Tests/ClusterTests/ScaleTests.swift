import TestKit
import Testing

/// Many objects: a thousand that come at once, and thousands that are none of ours.
@Suite(.timeLimit(.minutes(5)))
struct ScaleTests {
    /// How many HTTPProxies come at once.
    private static let count = 1_000

    @Test func `a thousand objects that come at once are each told once, and an edit does not wait for them`()
        async throws
    {
        try await withServedCluster { api in
            try await api.apply(
                ResilienceWalk.balancer + Manifests.service("echo") + ResilienceObjects.answering("edited", "0"))
        } _: { cluster in
            let directory = try cluster.directory.subdirectory("envoy")
            try await withBootstrappedEnvoy(asking: cluster.ports.xds, in: directory) { _, _ in
                try await expectEdit("0", cluster)
                var atRest = Duration.zero
                for number in 1...3 { atRest = max(atRest, try await edit("\(number)", cluster)) }
                let begin = ContinuousClock.now
                try await cluster.api.load((0..<Self.count).map(Self.proxy))
                let first = try await edit("first", cluster)
                var meanwhile: [Duration] = []
                for number in 0..<3 { meanwhile.append(try await edit("meanwhile \(number)", cluster)) }
                try await eventually("all statuses are right", within: .seconds(60)) {
                    guard Self.told(cluster).count >= Self.count else { return false }
                    return try await cluster.api.objects("httpproxies").allSatisfy { object in
                        object.at("status", "currentStatus")?.string == "valid"
                            && object.at("status", "loadBalancer", "ingress")?.elements.isEmpty == false
                    }
                }
                Measured.tell("1,000 objects at once: told in \(ContinuousClock.now - begin)")
                Measured.tell("an edit goes live: at rest in \(atRest), behind them \(first), meanwhile \(meanwhile)")
                // Later writes would be there by now, or within the time in which writers collect.
                try await Task.sleep(for: .seconds(1))
                let writes = Self.told(cluster)
                #expect(writes.values.allSatisfy { $0 == 1 }, "\(writes.filter { $0.value != 1 }.prefix(5))")
                #expect(writes.count == Self.count)
            }
        }
    }

    /// Edits what answers by itself; how long it took until Envoy answers so.
    private func edit(_ answer: String, _ cluster: ServedCluster) async throws -> Duration {
        let begin = ContinuousClock.now
        try await cluster.api.apply(ResilienceObjects.answering("edited", answer))
        try await expectEdit(answer, cluster)
        return ContinuousClock.now - begin
    }

    private func expectEdit(_ answer: String, _ cluster: ServedCluster) async throws {
        let asker = EnvoyAsker(port: cluster.ports.http, host: "edited.test", answer: answer)
        try await eventually("Envoy answers \(answer)", within: .seconds(40), every: .milliseconds(5)) {
            try await asker.ask()
        }
    }

    /// How often each of the thousand was told.
    private static func told(_ cluster: ServedCluster) -> [String: Int] {
        cluster.api.changes(of: "httpproxies", subresource: "status").filter { $0.key.hasPrefix("default/many") }
    }

    private static func proxy(_ number: Int) -> JSONValue { proxy("many\(number)", className: "contour") }

    private static func proxy(_ name: String, className: String) -> JSONValue {
        [
            "apiVersion": "projectcontour.io/v1", "kind": "HTTPProxy",
            "metadata": ["name": .string(name), "namespace": "default"],
            "spec": [
                "ingressClassName": .string(className),
                "virtualhost": ["fqdn": .string("\(name).test")],
                "routes": [["services": [["name": "echo", "port": 80]]]],
            ],
        ]
    }

    @Test func `objects that are none of ours are not kept, and their changes cause nothing`() async throws {
        try await withServedCluster { api in
            try await api.apply(try ResilienceObjects.some(2))
            try await api.load(
                (0..<500).map { Self.proxy("other\($0)", className: "another") }
                    + (0..<2_000).map { Self.foreignSecret($0) })
        } _: { cluster in
            #expect(try await cluster.metric(#"contour_dag_cache_object{kind="HTTPProxy"}"#) == 2)
            #expect(try await cluster.metric(#"contour_dag_cache_object{kind="Secret"}"#) == 2)
            let batches = try await cluster.metric("contour_dagrebuild_total")
            let seen = try await cluster.metric(#"attache_api_events_total{kind="Secret"}"#) ?? 0
            for number in 0..<100 { try await cluster.api.set(Self.foreignSecret(number, revision: 1)) }
            try await eventually("the changes were seen", within: .seconds(20)) {
                try await cluster.metric(#"attache_api_events_total{kind="Secret"}"#) ?? 0 >= seen + 100
            }
            #expect(try await cluster.metric("contour_dagrebuild_total") == batches)
            let told = cluster.api.changes(of: "httpproxies", subresource: "status").keys
            #expect(told.allSatisfy { !$0.contains("other") })
        }
    }

    private static func foreignSecret(_ number: Int, revision: Int = 0) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
            "metadata": ["name": .string("password\(number)"), "namespace": "default"],
            "data": ["password": .string(String(repeating: "QUJD", count: 50 + revision))],
        ]
    }
}
