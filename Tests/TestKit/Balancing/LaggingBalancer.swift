internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// A TCP balancer in front of several Envoys that learns of their readiness late, as real ones do.
///
/// New connections go in turn to the targets that count as ready. Each target's `/ready` is asked every 100 ms, and
/// what changes takes effect only after the lag. Connections that exist are never cut; ends and resets are passed on.
package final class LaggingBalancer: Sendable {
    /// One place connections may go to.
    package struct Target: Sendable {
        /// Its name in reports.
        package var name: String
        /// The loopback port that connections are passed to.
        package var port: Int
        /// The loopback port that answers `/ready`.
        package var readinessPort: Int

        /// A target.
        package init(name: String, port: Int, readinessPort: Int) {
            self.name = name
            self.port = port
            self.readinessPort = readinessPort
        }

        /// The HTTP listener of an Envoy.
        package static func http(_ envoy: EnvoyProcess) -> Target {
            Target(
                name: envoy.configuration.name, port: envoy.ports.http, readinessPort: envoy.ports.statistics)
        }

        /// The TCP listener of an Envoy.
        package static func tcp(_ envoy: EnvoyProcess) -> Target {
            Target(
                name: envoy.configuration.name, port: envoy.ports.tcp, readinessPort: envoy.ports.statistics)
        }

        fileprivate func isReady() async -> Bool {
            let answer = try? await SingleRequest(.GET, "/ready")
                .answer(from: .loopback(readinessPort), within: .seconds(1))
            return answer?.status == 200
        }
    }

    private struct State {
        var readiness: Readiness
        var report = BalancerReport()
    }

    /// The loopback port clients connect to; 0 until it listens.
    package var port: Int { listeningPort.load(ordering: .acquiring) }

    private let listeningPort = Atomic(0)
    private let targets: [Target]
    private let state: Mutex<State>

    fileprivate init(targets: [Target], initially: [Bool], lag: Duration) {
        self.targets = targets
        self.state = Mutex(State(readiness: Readiness(initially: initially, lag: lag)))
    }

    /// What it did so far.
    package var report: BalancerReport {
        state.withLock { state in
            var report = state.report
            report.changes = state.readiness.changes.map { change in
                BalancerReport.Change(
                    target: targets[change.target].name, isReady: change.isReady, seen: change.seen,
                    effective: change.effective)
            }
            return report
        }
    }

    fileprivate func listens(on port: Int) {
        listeningPort.store(port, ordering: .releasing)
    }

    fileprivate func probe(_ index: Int) async {
        while !Task.isCancelled {
            let isReady = await targets[index].isReady()
            if Task.isCancelled { return }
            state.withLock { $0.readiness.note(target: index, isReady: isReady, at: .now) }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Passes an accepted connection on; called on its event loop.
    fileprivate func accept(_ client: any Channel) throws {
        let nearSide = Forwarder { self.connect($0, on: client.eventLoop) }
        try client.pipeline.syncOperations.addHandler(nearSide)
    }

    private func connect(_ nearSide: Forwarder, on eventLoop: any EventLoop) {
        guard let index = state.withLock({ $0.readiness.next(at: .now) }) else {
            state.withLock { $0.report.unroutable += 1 }
            return nearSide.reset()
        }
        let target = targets[index]
        let bound = NIOLoopBound(nearSide, eventLoop: eventLoop)
        ClientBootstrap(group: eventLoop)
            .connectTimeout(.seconds(5))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { server in
                server.eventLoop.makeCompletedFuture {
                    try server.pipeline.syncOperations.addHandler(Forwarder())
                }
            }
            .connect(host: "127.0.0.1", port: target.port)
            .whenComplete { result in
                self.finishAccepting(bound.value, connected: result, target: target.name)
            }
    }

    private func finishAccepting(_ nearSide: Forwarder, connected: Result<any Channel, any Error>, target: String) {
        do {
            let server = try connected.get()
            let farSide = try server.pipeline.syncOperations.handler(type: Forwarder.self)
            state.withLock { $0.report.connections[target, default: 0] += 1 }
            server.closeFuture.whenComplete { _ in self.state.withLock { $0.report.lastEnd[target] = .now } }
            Forwarder.join(nearSide, farSide)
        } catch {
            state.withLock { $0.report.refused[target, default: 0] += 1 }
            nearSide.reset()
        }
    }
}

/// Runs a balancer while `body` runs.
///
/// - Parameters:
///   - targets: Where connections may go.
///   - lag: How long after a change of readiness was seen it takes effect.
///   - body: Runs while the balancer listens.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, or why the balancer cannot listen.
package func withLaggingBalancer<Result: Sendable>(
    _ targets: [LaggingBalancer.Target], lag: Duration, _ body: (LaggingBalancer) async throws -> Result
) async throws -> Result {
    var initially: [Bool] = []
    for target in targets {
        initially.append(await target.isReady())
    }
    let balancer = LaggingBalancer(targets: targets, initially: initially, lag: lag)
    return try await withThrowingTaskGroup { group in
        defer { group.cancelAll() }
        for index in targets.indices {
            group.addTask { await balancer.probe(index) }
        }
        return try await LoopbackServer().listen(allowsHalfClosure: true, readsAtOnce: false) { client in
            client.eventLoop.makeCompletedFuture { try balancer.accept(client) }
        } _: { port in
            balancer.listens(on: port)
            return try await body(balancer)
        }
    }
}
