import BenchKit
import TestKit

/// What a sidecar costs that has nothing to do, and what it costs Envoy to be asked who is connected.
struct IdleBench {
    private static let settling = Duration.seconds(2)
    private static let pods = 3
    private static let batches = 5
    private static let requestsPerBatch = 1_000
    private static let pollsPerBatch = 100

    /// The question of the shutdown manager, word for word.
    private static let poll =
        "/stats?usedonly&type=Gauges&filter=%5E%28http%5C..%2A%5C.downstream_"
        + "%28cx_active%7Crq_active%7Ccx_upgrades_active%29%7Clistener%5C..%2A%5C.downstream_cx_active%29%24"

    /// All figures.
    func run() async throws -> [Measurement?] {
        var memory: [(resident: Double, private: Double)] = []
        var others: [Measurement?] = []
        for pod in 0..<Self.pods {
            try await withBenchPod { running in
                try await Task.sleep(for: Self.settling)
                let figures = try ProcFile.status(of: running.manager.identifier)
                memory.append((try figures.bytes("VmRSS") / 1e6, try figures.bytes("RssAnon") / 1e6))
                if pod == 0 { others = try await measure(running) }
            }
        }
        return [
            Measurement("idle memory, resident", memory.map(\.resident), "MB", budget: Budget.residentMemory),
            Measurement("idle memory, private", memory.map(\.private), "MB", budget: Budget.privateMemory),
        ] + others
    }

    private func measure(_ pod: EnvoyPod) async throws -> [Measurement?] {
        let manager = pod.manager.identifier
        let wakeups = try await samples(5) { _ in
            let before = try ProcFile.wakeups(of: manager)
            try await Task.sleep(for: .seconds(1))
            // why: a thread that has ended takes its count with it.
            return Double(try ProcFile.wakeups(of: manager).reduce(0) { $0 + $1.value - before[$1.key, default: 0] })
        }
        let clock = try ProcessClock(of: manager)
        let connection = try LoopbackConnection(port: pod.managerPort)
        let healthz = try await samples(Self.batches) { _ in
            let before = try clock.now()
            for _ in 0..<Self.requestsPerBatch { _ = try connection.get("/healthz") }
            return (try clock.now() - before) / .microseconds(Self.requestsPerBatch)
        }
        return [
            Measurement("idle wakeups a second", wakeups, "1/s", digits: 0, budget: Budget.wakeups),
            Measurement("CPU of a /healthz", healthz, "us"),
        ] + (try await polls(of: pod))
    }

    private func polls(of pod: EnvoyPod) async throws -> [Measurement?] {
        let clock = try ProcessClock(of: pod.envoy.process.identifier)
        let connection = try LoopbackConnection(socket: pod.envoy.configuration.adminSocket)
        guard try connection.get(Self.poll).contains("listener.admin.downstream_cx_active") else {
            throw RigError("Envoy does not understand the question")
        }
        let costs = try await samples(Self.batches) { _ in
            let (cpu, begin) = (try clock.now(), ContinuousClock.now)
            for _ in 0..<Self.pollsPerBatch { _ = try connection.get(Self.poll) }
            let took = ContinuousClock.now - begin
            return (
                wall: took / .milliseconds(Self.pollsPerBatch),
                cpu: (try clock.now() - cpu) / .milliseconds(Self.pollsPerBatch)
            )
        }
        return [
            Measurement("reading Envoy's connections, per poll", costs.map(\.wall), "ms", digits: 2),
            Measurement("the same, CPU of Envoy", costs.map(\.cpu), "ms", digits: 2),
        ]
    }
}
