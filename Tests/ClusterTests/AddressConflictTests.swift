import TestKit
import Testing

/// The puzzle of the ingress whose address flaps: several controllers write the status of the same objects.
@Suite(.timeLimit(.minutes(3)))
struct AddressConflictTests {
    private static let nodeAddress = "172.18.0.2"
    private static let namespaces = ["one", "two", "three"]

    private func prepare(_ api: any TestCluster) async throws {
        for namespace in Self.namespaces {
            try await api.apply(
                Manifests.service("echo", namespace: namespace) + ClusterObjects.ingress("test", namespace: namespace))
        }
        try await api.apply(ClusterObjects.envoy(["100.64.0.0"], namespace: "one"))
    }

    private static let flags = ["--envoy-service-namespace=one"]

    /// An installation of another controller: whatever it finds, it writes its own address, once a second: so many rounds, and
    /// before them as many as it takes until `isTired`.
    private func rival(
        _ userAgent: String, publishing address: String, in namespaces: [String], rounds: Int, at api: any TestCluster,
        after isTired: () -> Bool = { true }
    ) async throws {
        var (early, left) = (0, rounds)
        while left > 0 {
            if early < 60, !isTired() { early += 1 } else { left -= 1 }
            for namespace in namespaces {
                let object = try await api.read("ingresses", "test", in: namespace)
                guard object?.publishedAddresses != [address] else { continue }
                // Like ingress-nginx, it leaves a conflict with whoever was faster to the next round.
                try? await api.rivalWritesStatus(
                    ["loadBalancer": ["ingress": [["ip": .string(address)]]]], of: "ingresses", "test", in: namespace,
                    as: userAgent)
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    @Test func `two rivals on timers are named and left alone after three takeovers`() async throws {
        try await withServedCluster(flags: Self.flags, prepare: prepare) { cluster in
            let api = cluster.api
            for namespace in Self.namespaces {
                try await cluster.eventuallyPublishes(["100.64.0.0"], "ingresses", "test", in: namespace)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await rival(
                        "nginx-ingress-controller/v1.12.1 (linux/amd64)", publishing: Self.nodeAddress,
                        in: Self.namespaces, rounds: 6, at: api, after: { isTakenOften(cluster) })
                }
                group.addTask {
                    try await rival(
                        "kong-ingress-controller/3.4", publishing: "100.64.0.2", in: ["three"], rounds: 6, at: api,
                        after: { isTakenOften(cluster) })
                }
                try await group.waitForAll()
            }
            for namespace in Self.namespaces {
                let writes = cluster.statusWrites.filter { $0.target.namespace == namespace }
                #expect(writes.count { !$0.isForced } == 1, "once, before there was a rival")
                #expect(writes.count(where: \.isForced) == 3, "three takeovers in \(namespace)")
            }
            #expect(cluster.statusAttempts.count < 40, "no fight at the speed of events")
            #expect(cluster.statusAttempts.allSatisfy { !$0.body.contains(Self.nodeAddress) })
            #expect(api.requests.allSatisfy { $0.target?.plural != "nodes" && $0.target?.plural != "pods" })
            try await expectRivalsAreNamed(cluster)
        }
    }

    /// Whether each address was taken back as often as it is in a row.
    private func isTakenOften(_ cluster: ServedCluster) -> Bool {
        let writes = cluster.statusWrites.filter(\.isForced)
        return Self.namespaces.allSatisfy { namespace in writes.count { $0.target.namespace == namespace } >= 3 }
    }

    private func expectRivalsAreNamed(_ cluster: ServedCluster) async throws {
        try await eventually("Events name the rivals") {
            let messages = try await cluster.events("StatusAddressConflict").compactMap { $0.at("message")?.string }
            return messages.contains { $0.contains("nginx-ingress-controller") && $0.contains(Self.nodeAddress) }
        }
        let event = try #require(try await cluster.events("StatusAddressConflict").first)
        #expect(event.at("involvedObject", "kind")?.string == "Ingress")
        #expect(event.at("type")?.string == "Warning")
        for rival in ["nginx-ingress-controller", "kong-ingress-controller"] {
            let count = try await cluster.metric(
                "status_address_conflicts_total{kind=\"Ingress\",rival=\"\(rival)\"}")
            #expect(count ?? 0 > 0, "\(rival)")
        }
        let contested = try await cluster.metric("status_address_contested{kind=\"Ingress\"}")
        #expect(contested == 3)
        let wait = try await cluster.metric("status_address_backoff_seconds_max")
        #expect((45...75).contains(wait ?? 0), "the first wait is a minute, more or less")
        let forced = try await cluster.metric("status_address_writes_total{kind=\"Ingress\",result=\"forced\"}")
        #expect(forced == 9)
        let lines = cluster.serve.log.filter { $0.contains("another writer replaces the address") }
        #expect(lines.contains { $0.contains("nginx-ingress-controller") })
        #expect(lines.count <= 12, "it is told at the beginning and at each wait: \(lines.count)")
    }

    @Test(arguments: ["yield", "observe"])
    func `with another policy the address of a rival is reported and left`(policy: String) async throws {
        try await withServedCluster(flags: Self.flags + ["--status-conflict-policy=\(policy)"]) { api in
            try await prepare(api)
            try await api.apply(ClusterObjects.proxy("site", namespace: "one"))
            for namespace in Self.namespaces {
                try await api.rivalWritesStatus(
                    ["loadBalancer": ["ingress": [["ip": .string(Self.nodeAddress)]]]], of: "ingresses", "test",
                    in: namespace, as: "nginx-ingress-controller/v1")
            }
        } _: { cluster in
            try await eventually("the conflict is told", within: .seconds(20)) {
                let messages = try await cluster.events("StatusAddressConflict").compactMap { $0.at("message")?.string }
                return messages.contains { $0.contains("nginx-ingress-controller") }
            }
            try await rival(
                "nginx-ingress-controller/v1", publishing: "172.18.0.3", in: Self.namespaces, rounds: 2, at: cluster.api
            )
            #expect(cluster.statusWrites.allSatisfy { $0.target.plural == "httpproxies" }, "\(cluster.statusWrites)")
            #expect(cluster.statusAttempts.allSatisfy { !$0.call.query.contains { $0.name == "force" } })
            if policy == "observe" {
                #expect(cluster.statusAttempts.isEmpty)
            } else {
                try await cluster.eventuallyValid("site", in: "one")
            }
            for namespace in Self.namespaces {
                try await cluster.eventuallyPublishes(["172.18.0.3"], "ingresses", "test", in: namespace)
            }
        }
    }

    @Test func `what Contour wrote is taken over at once, and is no conflict`() async throws {
        try await withServedCluster(flags: Self.flags) { api in
            try await prepare(api)
            try await api.rivalWritesStatus(
                ["loadBalancer": ["ingress": [["ip": "100.64.0.9"]]]], of: "ingresses", "test", in: "one",
                as: "contour/v1.33")
        } _: { cluster in
            try await cluster.eventuallyPublishes(["100.64.0.0"], "ingresses", "test", in: "one")
            let events = try await cluster.events("StatusAddressConflict")
            #expect(events.isEmpty)
        }
    }

    @Test func `an IngressClass of another controller makes its Ingresses none of ours`() async throws {
        try await withServedCluster(flags: Self.flags + ["--ingress-class-name=web"]) { api in
            try await prepare(api)
            try await api.apply(
                """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: web}
                spec: {controller: k8s.io/ingress-nginx}
                """)
            try await api.apply(ClusterObjects.ingress("classy", namespace: "one", className: "web"))
        } _: { cluster in
            let event = try await cluster.eventuallyTells("IngressClassControllerMismatch")
            #expect(event.at("message")?.string?.contains("k8s.io/ingress-nginx") == true)
            #expect(cluster.statusAttempts.isEmpty)
            let unclaimed = try await cluster.metric("status_address_unclaimed_total{reason=\"controller\"}")
            #expect(unclaimed == 1)
        }
    }
}
