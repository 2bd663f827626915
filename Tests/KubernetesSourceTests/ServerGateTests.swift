import KubernetesAPI
import KubernetesClient
import ObjectStore
import Synchronization
import Testing

@testable import KubernetesSource

@Suite(.timeLimit(.minutes(1))) struct ServerGateTests {
    private static let services = ResourcePath(.service).text

    @Test(arguments: ServerProbe.healthPages) func `who waits for a recovery is told, and all at once`(page: String)
        async throws
    {
        try await Self.atGate { gate, cluster in
            cluster.with { $0.refusals[page] = 500 }
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<3 { group.addTask { await gate.recovers(since: .now) } }
                await Self.eventually { cluster.with { $0.requests[page, default: 0] } >= 3 }
                cluster.with { $0.refusals = [:] }
                let answers = await group.reduce(into: []) { $0.append($1) }
                #expect(answers == [true, true, true])
            }
        }
    }

    @Test(arguments: [200, 404]) func `a server that is well, or has no health, is asked once and promises nothing`(
        code: Int
    ) async throws {
        try await Self.atGate { gate, cluster in
            cluster.with { $0.refusals["/readyz"] = code }
            await withTaskGroup(of: Bool.self) { group in
                group.addTask { await gate.recovers(since: .now) }
                await Self.eventually { cluster.with { $0.requests["/readyz"] } == 1 }
                // Longer than the pause after an answer.
                try? await Task.sleep(for: .milliseconds(500))
                #expect(cluster.with { $0.requests["/readyz"] } == 1)
                group.cancelAll()
                let isRecovered = await group.next()
                #expect(isRecovered == false)
            }
        }
    }

    @Test func `nobody asks for those who have given up, and a recovery that nobody saw is told to who comes next`()
        async throws
    {
        try await Self.atGate { gate, cluster in
            cluster.with { $0.refusals["/livez"] = 500 }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = await gate.recovers(since: .now) }
                await Self.eventually { cluster.with { $0.requests["/livez", default: 0] } >= 2 }
                group.cancelAll()
            }
            var (count, isQuiet) = (0, false)
            while !isQuiet, !Task.isCancelled {
                count = cluster.with { $0.requests["/livez", default: 0] }
                // Longer than the longest pause.
                try? await Task.sleep(for: .milliseconds(1300))
                isQuiet = cluster.with { $0.requests["/livez", default: 0] } == count
            }
            cluster.with { $0.refusals = [:] }
            #expect(await gate.recovers(since: .now))
        }
    }

    @Test func `a recovery ends the waiting of those whose requests began before it, and of no others`() async throws {
        try await Self.atGate { gate, cluster in
            let began = ContinuousClock.now
            cluster.with { $0.refusals["/livez"] = 500 }
            await withTaskGroup(of: Bool.self) { group in
                group.addTask { await gate.recovers(since: .now) }
                await Self.eventually { cluster.with { $0.requests["/livez", default: 0] } >= 2 }
                cluster.with { $0.refusals = [:] }
                #expect(await group.next() == true)
                // Who comes late: its request was under way while somebody else saw the recovery.
                let count = cluster.with { $0.requests["/livez"] }
                #expect(await gate.recovers(since: began))
                #expect(cluster.with { $0.requests["/livez"] } == count)
                group.addTask { await gate.recovers(since: .now) }
                await Self.eventually { cluster.with { $0.requests["/livez"] } != count }
                group.cancelAll()
                #expect(await group.next() == false)
            }
        }
    }

    @Test func `who waits for a recovery is told of one after trouble that somebody else has seen`() async throws {
        try await Self.atGate { gate, cluster in
            await withTaskGroup(of: Bool.self) { group in
                group.addTask { await gate.recovers(since: .now) }
                await Self.eventually { cluster.with { $0.requests["/livez"] } == 1 }
                cluster.with { $0.refusals["/livez"] = 500 }
                await gate.wait()
                cluster.with { $0.refusals = [:] }
                #expect(await group.next() == true)
            }
        }
    }

    @Test(arguments: [500, 503, 403]) func `a server that never gets ready is asked nevertheless`(
        code: Int
    ) async throws {
        try await Self.atGate { gate, cluster in
            cluster.with { $0.refusals["/readyz"] = code }
            await gate.wait()
            #expect(cluster.with { $0.requests["/readyz", default: 0] } > 1)
        }
    }

    @Test func `a pause of a minute ends when the server recovers`() async throws {
        let reflector = Self.discouraged()
        try await Self.atGate { gate, cluster in
            cluster.with { $0.refusals = ["/livez": 500, Self.services: 500] }
            try await Self.running(reflector, gate, cluster) {
                await Self.eventually { cluster.with { $0.requests["/livez", default: 0] } >= 2 }
                #expect(cluster.with { $0.requests[Self.services] } == nil)
                cluster.with { $0.refusals = [:] }
                await Self.eventually { cluster.with { $0.lists[Self.services] } == 1 }
            }
        }
    }

    @Test func `no long pause begins when the server has recovered while the request was under way`() async throws {
        var reflector = Self.discouraged()
        // What failed before has been waited out.
        _ = reflector.next(at: .now, chance: 1)
        try await Self.atGate { [reflector] gate, cluster in
            cluster.with { state in
                state.refusals = ["/livez": 500, Self.services: 500]
                state.held = [Self.services]
            }
            try await Self.running(reflector, gate, cluster) {
                await Self.eventually { cluster.with { $0.requests[Self.services] } == 1 }
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { _ = await gate.recovers(since: .now) }
                    await Self.eventually { cluster.with { $0.requests["/livez", default: 0] } >= 2 }
                    cluster.with { $0.refusals = [:] }
                }
                let start = ContinuousClock.now
                cluster.with { $0.held = [] }
                await Self.eventually { cluster.with { $0.lists[Self.services] } == 1 }
                #expect(ContinuousClock.now - start < .seconds(20))
            }
        }
    }

    @Test func `what the server wants to be left alone for passes, recovered or not`() async throws {
        let reflector = Self.discouraged(retryAfter: .seconds(3))
        let start = ContinuousClock.now
        try await Self.atGate { gate, cluster in
            cluster.with { $0.refusals["/livez"] = 500 }
            try await Self.running(reflector, gate, cluster) {
                await Self.eventually { cluster.with { $0.requests["/livez", default: 0] } >= 1 }
                cluster.with { $0.refusals = [:] }
                await Self.eventually { cluster.with { $0.lists[Self.services] } == 1 }
                #expect(ContinuousClock.now - start >= .seconds(3))
            }
        }
    }

    /// One that has failed so often that it waits for a minute, at least as long as the server wants it to.
    private static func discouraged(retryAfter: Duration? = nil) -> Reflector {
        var reflector = Reflector(ReflectorScope(.service))
        for _ in 0..<8 {
            let failure = APIFailure(.answer, code: 429, message: "no", retryAfter: retryAfter)
            reflector.failed(failure, at: .now, chance: 1)
        }
        return reflector
    }

    /// Waits for what must come; the suite's limit ends it otherwise.
    private static func eventually(_ isSo: () -> Bool) async {
        while !isSo(), !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
    }

    /// Runs a gate to a cluster of its own.
    private static func atGate(
        _ body: @Sendable (ServerGate, ServedCluster) async throws -> Void
    ) async throws {
        let cluster = ServedCluster()
        let gate = ServerGate(client(cluster)) { _ in }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await gate.run() }
            try await body(gate, cluster)
            group.cancelAll()
        }
    }

    private static func running(
        _ reflector: Reflector, _ gate: ServerGate, _ cluster: ServedCluster,
        _ body: @Sendable () async throws -> Void
    ) async throws {
        let runner = ReflectorRunner(
            reflector,
            in: ReflectorRunner.Surroundings(
                client: client(cluster), gate: gate, monitor: LivenessMonitor(client(cluster)),
                inbox: SourceInbox([reflector.scope]), observer: SourceObserver()))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run() }
            try await body()
            group.cancelAll()
        }
    }

    private static func client(_ cluster: ServedCluster) -> APIClient {
        APIClient(http: cluster, access: cluster, userAgent: "test")
    }
}
