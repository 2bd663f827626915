import BenchKit
import TestKit

/// A control plane and the Envoy it configures.
struct RunningPlane {
    /// How they were started.
    let command: ServeCommand
    /// How clients reach the hosts.
    let kind: HostKind
    /// The control plane.
    let serve: ChildProcess
    /// Envoy.
    let envoy: ChildProcess

    /// CPU time of the control plane so far.
    func serveTime() throws -> Duration { try ProcessClock(of: serve.identifier).now() }

    /// CPU time of Envoy so far.
    func envoyTime() throws -> Duration { try ProcessClock(of: envoy.identifier).now() }

    /// What the control plane has asked of the heap so far; nil when that is not counted.
    func heap() throws -> HeapAccount? { try command.heap.map { try HeapAccount(of: $0) } }

    /// What the control plane has sent so far.
    func traffic() throws -> Traffic { try Traffic(askedAt: command.ports.metrics) }

    /// Waits until both have had nothing to do for a while.
    func settle() async throws {
        let deadline = ContinuousClock.now + .seconds(180)
        var rest = 0
        while rest < 4 {
            let before = try serveTime() + envoyTime()
            try await Task.sleep(for: .milliseconds(100))
            rest = try serveTime() + envoyTime() - before < .milliseconds(3) ? rest + 1 : 0
            if ContinuousClock.now > deadline { throw RigError("the processes do not come to rest within 180 s") }
        }
    }

    /// Opens a connection that is kept alive to the listener of the hosts.
    func connect<Result>(
        to host: BenchHost, _ body: (inout ClientConnection) async throws -> Result
    ) async throws -> Result {
        switch kind {
        case .plain: try await ClientConnection.with(port: command.ports.http, body)
        case .tls:
            try await ClientConnection.with(
                port: command.ports.https, tls: ClientTLS(serverName: host.name), body)
        }
    }

    /// Waits until the last host and a sample of all answer 200, and returns when they did.
    ///
    /// A host that answers at the first attempt, after the last one did, is taken to have answered by then: a client with
    /// TLS takes longer to begin than Envoy does.
    func answersForAll(of tree: HostTree) async throws -> ContinuousClock.Instant {
        let sample = stride(from: 0, to: tree.count, by: max(1, tree.count / 20))
        var live: ContinuousClock.Instant?
        for index in [tree.count - 1] + Array(sample) {
            let host = tree.host(index)
            var attempts = 0
            try await eventually("Envoy answers for \(host.name)", within: .seconds(300), every: .milliseconds(2)) {
                attempts += 1
                if let status = envoy.exitStatus { throw RigError("Envoy ended: \(status)") }
                return try await connect(to: host) { try await $0.send(ClientRequest(host: host.name)).status } == 200
            }
            if attempts > 1 || live == nil { live = .now }
        }
        return live ?? .now
    }
}

extension ServeCommand {
    /// Waits until the control plane says that it is ready.
    func becomesReady(_ serve: ChildProcess) async throws {
        try await eventually("serve is ready", within: .seconds(300), every: .milliseconds(1)) {
            if serve.exitStatus != nil { return true }
            let connection = try LoopbackConnection(port: ports.health)
            return try connection.get("/ready").hasPrefix("HTTP/1.1 200")
        }
        if let status = serve.exitStatus {
            throw RigError("serve ended: \(status)\n\(serve.standardError.suffix(2000))")
        }
    }
}
