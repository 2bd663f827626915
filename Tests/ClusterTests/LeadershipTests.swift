import TestKit
import Testing

/// Who of several replicas writes statuses, and that everybody serves.
@Suite(.timeLimit(.minutes(3)))
struct LeadershipTests {
    private func prepare(_ api: any TestCluster) async throws {
        try await api.apply(Manifests.service("echo") + ClusterObjects.proxy("first"))
    }

    /// Waits until exactly one of two leads; answers it and the other.
    private func roles<API>(
        _ first: Served<API>, _ second: Served<API>
    ) async throws -> (leader: Served<API>, other: Served<API>) {
        var isFirst = false
        try await eventually("one of two leads", within: .seconds(20)) {
            let (one, two) = (try await first.leads, try await second.leads)
            isFirst = one
            return one != two
        }
        return isFirst ? (first, second) : (second, first)
    }

    private func lease(holder: String, renewed: String = "2026-01-01T00:00:00.000000Z") throws -> JSONValue {
        [
            "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
            "metadata": ["name": "leader-elect", "namespace": "projectcontour"],
            "spec": [
                "holderIdentity": .string(holder), "leaseDurationSeconds": 3, "leaseTransitions": 1,
                "acquireTime": .string(renewed), "renewTime": .string(renewed),
            ],
        ]
    }

    private func holder(_ api: any TestCluster) async throws -> String {
        try await api.read("leases", "leader-elect", in: "projectcontour")?.at("spec", "holderIdentity")?.string ?? ""
    }

    @Test func `both serve, one writes, and the other takes over as soon as the first is told to end`() async throws {
        // The lease lasts 15 s: within 5 s takes over only who watches it be given up.
        try await withTwoReplicas(prepare: prepare) { first, second in
            try await first.eventuallyServes("first.test")
            try await second.eventuallyServes("first.test")
            try await first.eventuallyValid("first")
            let (leader, other) = try await roles(first, second)
            #expect(leader.statusWrites.count == 1 && other.statusAttempts.isEmpty)

            let status = try await leader.serve.stop(.terminate)
            #expect(status == .exited(0))
            try await other.api.apply(ClusterObjects.proxy("second"))
            try await other.eventuallyValid("second", within: .seconds(5))
            #expect(other.statusWrites.map(\.target.name) == ["second"])
        }
    }

    @Test func `who leads and who stops to lead is told by Events at the lease`() async throws {
        try await withTwoReplicas(prepare: prepare) { first, second in
            try await first.eventuallyValid("first")
            let (leader, other) = try await roles(first, second)
            let identity = try await holder(leader.api)
            let event = try await leader.eventuallyTells("LeaderElection")
            #expect(event.at("type")?.string == "Normal")
            #expect(event.at("message")?.string == "\(identity) became leader")
            #expect(event.at("involvedObject", "kind")?.string == "Lease")
            #expect(event.at("involvedObject", "apiVersion")?.string == "coordination.k8s.io/v1")
            #expect(event.at("involvedObject", "name")?.string == "leader-elect")
            #expect(event.at("involvedObject", "namespace")?.string == "projectcontour")
            #expect(event.at("involvedObject", "uid")?.string?.isEmpty == false)

            try await leader.serve.stop(.terminate)
            #expect(!leader.serve.log.contains { $0.contains("cancelled") })
            try await eventually("the other leads, and both Events are there", within: .seconds(10)) {
                let messages = try await other.events("LeaderElection").compactMap { $0.at("message")?.string }
                return try await other.leads && messages.contains("\(identity) stopped leading")
            }
        }
    }

    @Test func `a leader that is killed is replaced when its lease is over`() async throws {
        try await withTwoReplicas(flags: ClusterObjects.shortTerm, prepare: prepare) { first, second in
            try await first.eventuallyValid("first")
            let (leader, other) = try await roles(first, second)
            let start = ContinuousClock.now
            try await leader.serve.stop(.kill)
            try await other.api.apply(ClusterObjects.proxy("second"))
            try await other.eventuallyValid("second")
            #expect(ContinuousClock.now - start > .seconds(2), "the lease of the first was respected")
            #expect(other.statusWrites.map(\.target.name) == ["second"])
        }
    }

    @Test func `a leader that was stopped for longer than its lease writes nothing when it goes on`() async throws {
        try await withTwoScriptedReplicas(flags: ClusterObjects.shortTerm, prepare: prepare) { first, second in
            try await first.eventuallyValid("first")
            let (leader, other) = try await roles(first, second)
            let api = other.api
            leader.serve.current?.signal(.stop)
            try await eventually("the other leads", within: .seconds(20)) { try await other.leads }
            // The new leader cannot write the second one, so that the old one finds work to do when it wakes up.
            let name = other.user
            api.play(
                .unavailable,
                on: APIRequestMatch { $0.user == name && $0.target?.subresource == "status" }, times: nil)
            try await api.apply(ClusterObjects.proxy("second"))
            try await eventually("the new leader tries", within: .seconds(10)) { !other.statusAttempts.isEmpty }
            let before = leader.statusAttempts.count
            leader.serve.current?.signal(.resume)
            try await leader.eventuallyServes("second.test")
            try await eventually("the old leader knows", within: .seconds(10)) { try await !leader.leads }
            #expect(leader.statusAttempts.count == before, "\(leader.statusAttempts)")
            api.playNothing()
            try await other.eventuallyValid("second")
            #expect(leader.statusAttempts.count == before)
            #expect(leader.serve.exitStatus == nil)
        }
    }

    @Test func `fifty flaps of the lease end in one leader and the right status`() async throws {
        let flags = [
            "--leader-election-lease-duration=1s", "--leader-election-renew-deadline=700ms",
            "--leader-election-retry-period=200ms",
        ]
        try await withTwoReplicas(flags: flags, prepare: prepare) { first, second in
            let api = first.api
            for flap in 0..<50 {
                try await eventually("somebody has the lease", within: .seconds(10)) {
                    let holder = try await holder(api)
                    return !holder.isEmpty && !holder.hasPrefix("thief")
                }
                if flap % 2 == 0 {
                    try await api.delete("leases", "leader-elect", in: "projectcontour")
                } else {
                    try await api.set(try lease(holder: "thief-\(flap)"))
                    if flap % 10 != 9 { try await api.set(try lease(holder: "")) }
                }
                if flap % 10 == 0 { try await api.apply(ClusterObjects.proxy("flap-\(flap)")) }
            }
            _ = try await roles(first, second)
            for flap in stride(from: 0, to: 50, by: 10) { try await first.eventuallyValid("flap-\(flap)") }
            #expect(first.serve.exitStatus == nil && second.serve.exitStatus == nil)
            let changes = api.changes(of: "httpproxies", subresource: "status")
            #expect(changes.values.allSatisfy { $0 == 1 }, "written once each: \(changes)")
        }
    }

    @Test(arguments: ["1999-01-01T00:00:00.000000Z", "2099-01-01T00:00:00.000000Z"])
    func `a lease counts from when it was seen, whatever the clock of its holder says`(time: String) async throws {
        let start = ContinuousClock.now
        try await withServedCluster(flags: ClusterObjects.shortTerm) { api in
            try await prepare(api)
            try await api.set(try lease(holder: "ghost", renewed: time))
        } _: { cluster in
            try await cluster.eventuallyValid("first")
            #expect(ContinuousClock.now - start > .seconds(3))
            let lease = try await cluster.api.read("leases", "leader-elect", in: "projectcontour")
            #expect(lease?.at("spec", "leaseTransitions")?.wholeNumber == 2)
        }
    }

    @Test func `without the API server it stops to lead, lives on and serves, and leads again`() async throws {
        try await withServedCluster(flags: ClusterObjects.shortTerm, prepare: prepare) { cluster in
            try await cluster.eventuallyValid("first")
            await cluster.api.pause()
            try await eventually("it does not lead", within: .seconds(20)) { try await !cluster.leads }
            let health = try await cluster.page("/healthz", port: cluster.ports.health)
            #expect(health.status == 200)
            try await cluster.eventuallyServes("first.test")
            try await cluster.api.apply(ClusterObjects.proxy("second"))
            try await cluster.api.resume()
            try await cluster.eventuallyValid("second")
            let leads = try await cluster.leads
            #expect(leads && cluster.serve.exitStatus == nil)
        }
    }

    @Test func `an API server that does not answer ends its leadership as well, and its end is not delayed`()
        async throws
    {
        try await withServedCluster(flags: ClusterObjects.shortTerm, prepare: prepare) { cluster in
            try await cluster.eventuallyValid("first")
            await cluster.api.freeze()
            try await eventually("it does not lead", within: .seconds(20)) { try await !cluster.leads }
            await cluster.api.thaw()
            try await eventually("it leads again", within: .seconds(30)) { try await cluster.leads }
            try await cluster.api.apply(ClusterObjects.proxy("second"))
            try await cluster.eventuallyValid("second", within: .seconds(30))
            await cluster.api.freeze()
            let status = try await cluster.serve.stop(.terminate, within: .seconds(15))
            #expect(status == .exited(0))
        }
    }

    @Test func `one request that is lost does not cost a leader its lease`() async throws {
        // The term is 10 s; a request that waited as long as others do would outlast it.
        try await withScriptedCluster(prepare: prepare) { cluster in
            try await cluster.eventuallyValid("first")
            cluster.api.play(.hang, on: APIRequestMatch(.update, "leases"))
            let before = cluster.api.writes.count { $0.target.plural == "leases" }
            try await eventually("it renews again", within: .seconds(20)) {
                cluster.api.writes.count { $0.target.plural == "leases" } >= before + 2
            }
            #expect(!cluster.serve.log.contains { $0.contains("does not lead any more") })
        }
    }

    @Test func `SIGTERM finishes what is being written, then gives the lease up, and ends with 0`() async throws {
        try await withScriptedCluster(prepare: prepare) { cluster in
            try await cluster.eventuallyValid("first")
            let api = cluster.api
            api.play(.delay(.seconds(1)), on: APIRequestMatch(nil, "httpproxies", subresource: "status"), times: nil)
            for number in 0..<20 { try await api.apply(ClusterObjects.proxy("proxy-\(number)")) }
            try await cluster.eventuallyServes("proxy-19.test")
            let status = try await cluster.serve.stop(.terminate, within: .seconds(10))
            #expect(status == .exited(0))
            for number in 0..<20 {
                let object = try await api.read("httpproxies", "proxy-\(number)", in: "default")
                #expect(object?.at("status", "currentStatus")?.string == "valid", "proxy-\(number)")
            }
            let release = try #require(api.writes.last { $0.target.plural == "leases" })
            #expect(cluster.statusWrites.allSatisfy { $0.version < release.version })
            let holder = try await holder(api)
            #expect(holder.isEmpty)
        }
    }

    @Test func `without an election every replica writes, and asks for no lease`() async throws {
        try await withServedCluster(flags: ["--disable-leader-election"], prepare: prepare) { cluster in
            try await cluster.eventuallyValid("first")
            #expect(cluster.api.requests.allSatisfy { $0.target?.plural != "leases" })
            let leads = try await cluster.leads
            #expect(leads)
            let status = try await cluster.serve.stop(.terminate)
            #expect(status == .exited(0))
        }
    }

    @Test func `a namespace without which there is no lease is told, and waited for at the pace of retries`()
        async throws
    {
        let flags = ClusterObjects.shortTerm + ["--leader-election-resource-namespace=missing"]
        let leases = AccessRule(
            groups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create", "get", "update", "watch"])
        let replica = Replica(flags: flags, rules: AccessRule.shipped + [leases])
        try await withServedCluster(replica, prepare: prepare) { cluster in
            try await eventually("it is told three times", within: .seconds(20)) {
                cluster.serve.log.count { $0.contains("lease cannot be written") && $0.contains("missing") } >= 3
            }
            let tries = cluster.api.requests.count { $0.target?.plural == "leases" && $0.verb == .create }
            let lines = cluster.serve.log.count { $0.contains("lease cannot be written") }
            #expect(tries <= lines + 1, "each try is told, and there is a pause behind it")
            try await cluster.api.makeNamespace("missing")
            try await cluster.eventuallyValid("first")
        }
    }
}
