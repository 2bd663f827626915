import Synchronization
import TestKit
import Testing

/// What becomes of Envoys, objects and the API server when the API server fails.
@Suite(.timeLimit(.minutes(5)))
struct ResilienceTests {
    /// How an API server can be out of reach, and come back.
    enum Outage: String, Sendable, CaseIterable {
        /// It is gone and comes back.
        case gone
        /// It is gone, and has forgotten the past when it comes back.
        case compacted
        /// Nothing arrives for a while, and then all of it.
        case frozen

        fileprivate func begin(_ api: any TestCluster) async {
            switch self {
            case .gone, .compacted: await api.pause()
            case .frozen: await api.freeze()
            }
        }

        fileprivate func end(_ api: any TestCluster) async throws {
            if self == .compacted { try await api.compact() }
            if self == .frozen { await api.thaw() } else { try await api.resume() }
        }
    }

    /// How long an outage is.
    private static let length = Duration.seconds(5)

    @Test(arguments: Outage.allCases)
    func `an API server that is away changes nothing for Envoy, and is caught up with when it is back`(
        outage: Outage
    ) async throws {
        try await withServedCluster { api in
            try await api.apply(try ResilienceObjects.some() + ResilienceObjects.answering("stays", "stays"))
        } _: { cluster in
            try await withEnvoyAsked(of: "stays", in: cluster) {
                let before = cluster.wholeReads()
                await outage.begin(cluster.api)
                try await ResilienceObjects.change(cluster.api)
                try await Task.sleep(for: Self.length)
                let expected = try await cluster.freshOutcome()
                #expect(try await cluster.health("/healthz") == 200)
                #expect(try await cluster.health("/ready") == 200)
                try await outage.end(cluster.api)
                let took = try await cluster.eventuallyMakes(expected)
                Measured.tell("outage \(outage.rawValue): caught up in \(took)")
                for (plural, count) in cluster.wholeReads() {
                    #expect(count - (before[plural] ?? 0) <= 1, "\(plural) was read as a whole more than once")
                }
            }
            #expect(cluster.serve.exitStatus == nil)
        }
    }

    @Test func `a connection that goes silent for good is found out, and objects are followed on another`() async throws
    {
        try await withScriptedCluster { api in
            try await api.apply(try ResilienceObjects.some())
        } _: { cluster in
            let silenced = try await silence(cluster)
            try await ResilienceObjects.change(cluster.api)
            let expected = try await cluster.freshOutcome()
            let took = try await cluster.eventuallyMakes(expected, within: .seconds(90))
            Measured.tell("half-open connection: caught up in \(took)")
            #expect(cluster.api.requests.last { $0.verb == .watch }?.connection != silenced)
            #expect(try await cluster.health("/healthz") == 200)
            #expect(cluster.serve.exitStatus == nil)
        }
    }

    /// Silences the connection on which the Lease is renewed, which is that of everything else; its number.
    private func silence(_ cluster: ScriptedCluster) async throws -> Int? {
        let watching = cluster.api.requests.last { $0.verb == .watch }?.connection
        cluster.api.play(.halfOpen, on: APIRequestMatch { $0.connection == watching && $0.verb != .watch })
        try await eventually("the connection is silent", within: .seconds(20)) {
            cluster.api.requests.contains { $0.connection == watching && $0.isFaulty }
        }
        return watching
    }

    @Test func `a control plane that begins before its API server waits for it and is alive`() async throws {
        try await withTemporaryDirectory { directory in
            try await withTestCluster { api in
                try await api.apply(try ResilienceObjects.some())
                await api.pause()
                let ports = try await ControlledPorts.free()
                async let served: Void = withReplica(
                    Replica(), of: api, ports: ports, in: directory
                ) { cluster in
                    let expected = try await cluster.freshOutcome()
                    try await cluster.eventuallyMakes(expected)
                    #expect(cluster.serve.log.count { $0.contains("does not answer") } == 1)
                }
                let health = Endpoint.loopback(ports.health)
                try await eventually("it is alive", within: .seconds(20)) {
                    try await SingleRequest(.GET, "/healthz").answer(from: health).status == 200
                }
                try await Task.sleep(for: .seconds(3))
                #expect(try await SingleRequest(.GET, "/healthz").answer(from: health).status == 200)
                #expect(try await SingleRequest(.GET, "/ready").answer(from: health).status == 503)
                let begin = ContinuousClock.now
                try await api.resume()
                try await eventually("it is ready", within: .seconds(20)) {
                    try await SingleRequest(.GET, "/ready").answer(from: health).status == 200
                }
                Measured.tell("API server appears: ready in \(ContinuousClock.now - begin)")
                try await served
            }
        }
    }

    /// A way of answering badly, as long as it lasts.
    enum Trouble: String, Sendable, CaseIterable {
        case late, slow, cutLists, cutWatches, dropped

        fileprivate func begin(_ api: ScriptedAPIServer, _ random: inout some RandomNumberGenerator) {
            switch self {
            case .late: api.play(.delay(.milliseconds(200)), times: nil)
            case .slow: api.play(.slow(bytes: 300, every: .milliseconds(2)), times: nil)
            case .dropped: api.play(.drop, times: 12)
            case .cutLists, .cutWatches:
                let verb = self == .cutLists ? APIVerb.list : .watch
                // why: kinds wait longer each time, and the end of a connection is a failure of all of them.
                for plural in ResilienceObjects.followed {
                    for number in 0..<2 {
                        let end: APIFault.Cut = number == 0 && plural == "services" ? .connection : .request
                        api.play(.cut(after: .random(in: 0...4000, using: &random), end), on: .init(verb, plural))
                    }
                }
            }
        }
    }

    @Test(arguments: Trouble.allCases)
    func `answers that are late, slow or cut off lose and double nothing`(trouble: Trouble) async throws {
        try await withScriptedCluster { api in
            try await api.apply(try ResilienceObjects.some())
            if trouble == .cutLists { api.play(.refuse(Self.noStreaming), on: Self.streamedLists, times: nil) }
        } _: { cluster in
            var random = SystemRandomNumberGenerator()
            trouble.begin(cluster.api, &random)
            await cluster.api.closeConnections()
            if trouble == .cutLists { cluster.api.compact() }
            try await ResilienceObjects.change(cluster.api)
            let expected = try await cluster.freshOutcome()
            let took = try await cluster.eventuallyMakes(expected, within: .seconds(60))
            Measured.tell("answers \(trouble.rawValue): caught up in \(took)")
            #expect(cluster.serve.exitStatus == nil)
        }
    }

    /// What a server says that does not stream lists.
    private static let noStreaming = APIRefusal(
        code: 422, reason: "Invalid", message: "sendInitialEvents is forbidden for watch")

    private static let streamedLists = APIRequestMatch {
        $0.verb == .watch && $0.call.parameter("sendInitialEvents") == "true"
    }

    /// Runs a real Envoy of the cluster, asks it all the time while `body` runs, and expects an answer each time.
    private func withEnvoyAsked(
        of name: String, in cluster: ServedCluster, _ body: () async throws -> Void
    ) async throws {
        let directory = try cluster.directory.subdirectory("envoy")
        try await withBootstrappedEnvoy(asking: cluster.ports.xds, in: directory) { process, _ in
            let asker = EnvoyAsker(port: cluster.ports.http, host: "\(name).test", answer: name)
            try await eventually("Envoy serves", within: .seconds(30)) { try await asker.ask() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await asker.run() }
                defer { group.cancelAll() }
                try await body()
            }
            #expect(process.exitStatus == nil)
            #expect(asker.failures.isEmpty, "\(asker.failures.prefix(5))")
            #expect(asker.count > 20)
        }
    }
}

/// Asks an Envoy again and again.
final class EnvoyAsker: Sendable {
    private let port: Int
    private let request: ClientRequest
    private let answer: String
    private let seen = Mutex<(count: Int, failures: [String])>((0, []))

    /// Expects `answer` of a host.
    init(port: Int, host: String, answer: String) {
        self.port = port
        request = ClientRequest(host: host)
        self.answer = answer
    }

    /// How often it has asked.
    var count: Int { seen.withLock { $0.count } }

    /// What it got that it did not expect.
    var failures: [String] { seen.withLock { $0.failures } }

    /// Whether the answer is as expected.
    func ask() async throws -> Bool {
        try await ClientConnection.with(port: port) { connection in
            try await connection.send(request, within: .seconds(10))
        }.body == answer
    }

    /// Asks until the task is cancelled.
    func run() async throws {
        while !Task.isCancelled {
            var failure: String?
            do {
                if try await !ask() { failure = "another answer" }
            } catch {
                failure = "\(error)"
            }
            guard !Task.isCancelled else { return }
            seen.withLock { seen in
                seen.count += 1
                if let failure { seen.failures.append(failure) }
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}
