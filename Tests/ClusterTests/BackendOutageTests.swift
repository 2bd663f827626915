import TestKit
import Testing

/// An API server that answers, but not what it is asked for: because it has lost its storage, or for reasons of one kind.
@Suite(.timeLimit(.minutes(5)))
struct BackendOutageTests {
    private static let objects = APIRequestMatch { $0.verb == .list || $0.verb == .watch }
    private static let health = APIRequestMatch { $0.path == "/readyz" || $0.path == "/livez" }

    @Test func `when the storage is back, each kind is asked for as a whole once at most`() async throws {
        try await withScriptedCluster { api in
            try await api.apply(try ResilienceObjects.some())
        } _: { cluster in
            let (before, begin) = (cluster.wholeReads(), cluster.api.requests.count)
            cluster.api.play(.internalError, on: Self.health, times: nil)
            cluster.api.play(.internalError, on: Self.objects, times: nil)
            for plural in ResilienceObjects.followed { cluster.api.endWatches(of: plural) }
            try await ResilienceObjects.change(cluster.api)
            try await eventually("every kind waits longer and longer", within: .seconds(60)) {
                ResilienceObjects.followed.allSatisfy { failures(of: $0, since: begin, in: cluster) >= 4 }
            }
            let expected = try await cluster.freshOutcome()
            cluster.api.playNothing()
            let took = try await cluster.eventuallyMakes(expected)
            Measured.tell("storage is back: caught up in \(took)")
            for (plural, count) in cluster.wholeReads() {
                #expect(count - (before[plural] ?? 0) <= 1, "\(plural) was read as a whole more than once")
            }
            #expect(cluster.api.requests.contains { $0.path == "/readyz" && $0.code == 500 })
            #expect(try await cluster.health("/healthz") == 200)
            #expect(cluster.serve.exitStatus == nil)
        }
    }

    @Test func `a kind that alone is broken is asked for less and less often, and the others are followed`()
        async throws
    {
        try await withScriptedCluster { api in
            try await api.apply(try ResilienceObjects.some())
        } _: { cluster in
            let begin = (ContinuousClock.now, cluster.api.requests.count)
            let broken = APIRequestMatch {
                $0.target?.plural == "extensionservices" && ($0.verb == .list || $0.verb == .watch)
            }
            cluster.api.play(.internalError, on: broken, times: nil)
            cluster.api.endWatches(of: "extensionservices")
            try await eventually("the kind was asked for", within: .seconds(60)) {
                failures(of: "extensionservices", since: begin.1, in: cluster) >= 4
            }
            // 0.8, 1.6 and 3.2 s, at the least.
            #expect(ContinuousClock.now - begin.0 >= .milliseconds(5600))
            try await ResilienceObjects.change(cluster.api)
            let expected = try await cluster.freshOutcome()
            try await cluster.eventuallyMakes(expected)
            #expect(cluster.serve.exitStatus == nil)
        }
    }

    private func failures(of plural: String, since begin: Int, in cluster: ScriptedCluster) -> Int {
        cluster.api.requests.dropFirst(begin).count { $0.target?.plural == plural && $0.isFaulty && $0.code == 500 }
    }
}
