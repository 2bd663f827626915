import BenchKit
import TestKit

/// The figures of one number of hosts of one kind, with a control plane and an Envoy of their own.
struct CellBench {
    private static let edits = 100
    private static let moves = 50
    private static let streams = 100

    /// How clients reach the hosts.
    let kind: HostKind
    /// How many hosts there are.
    let count: Int
    /// Our binary.
    let binary: String
    /// A certificate for each host; none without TLS.
    let certificates: [TestCertificate]

    private var budget: ServeBudget { ServeBudget(kind: kind, count: count) }

    /// Measures everything; answers what an edit costs, for the slope over the number of hosts.
    func run(into report: inout BenchReport) async throws -> EditCost? {
        try await withTemporaryDirectory { directory in
            try await withEchoBackend(named: "one") { one in
                try await withEchoBackend(named: "two") { two in
                    let source = try directory.subdirectory("objects")
                    let tree = try HostTree(
                        count: count, certificates: certificates, backend: one.port, in: source)
                    let command = ServeCommand(
                        binary: binary, envoy: try PackageRoot.envoy(), ports: try await ControlledPorts.free(),
                        directory: directory, source: source)
                    try await command.bootstrap()
                    return try await run(command, tree, other: two, &report)
                }
            }
        }
    }

    private func run(
        _ command: ServeCommand, _ tree: HostTree, other: EchoBackend, _ report: inout BenchReport
    ) async throws -> EditCost? {
        let began = ContinuousClock.now
        return try await withChildProcess(command.serve("serve"), in: command.directory) { serve in
            try await command.becomesReady(serve)
            let ready = ContinuousClock.now - began
            return try await withChildProcess(command.proxy, in: command.directory) { envoy in
                var tree = tree
                let plane = RunningPlane(command: command, kind: kind, serve: serve, envoy: envoy)
                let live = try await plane.answersForAll(of: tree) - began
                await report.add("start") { try start(plane, ready: ready, live: live) }
                try await plane.settle()
                await report.add("memory") { try memory(of: plane) }
                let cost = await changes(plane, &tree, other: other, &report)
                await report.add("\(Self.streams) more streams") { try await crowd(plane, &tree, alone: cost) }
                await report.add("restart") {
                    try await RestartBench(plane: plane).run { try tree.edit(count - 1, to: 1_000_000) }
                }
                return cost
            }
        }
    }

    private func start(_ plane: RunningPlane, ready: Duration, live: Duration) throws -> [Measurement?] {
        [
            Measurement("serve, exec to ready", [ready / .seconds(1)], "s", digits: 2),
            Measurement(
                "the same, to Envoy's answers for all hosts", [live / .seconds(1)], "s", digits: 2,
                budget: budget.start),
            Measurement("CPU of serve until then", [try plane.serveTime() / .seconds(1)], "s", digits: 2),
            Measurement("CPU of Envoy until then", [try plane.envoyTime() / .seconds(1)], "s", digits: 2),
        ]
    }

    private func memory(of plane: RunningPlane) throws -> [Measurement?] {
        let serve = try ProcFile.status(of: plane.serve.identifier)
        let envoy = try ProcFile.status(of: plane.envoy.identifier)
        return [
            Measurement("memory of serve", [try serve.bytes("VmRSS") / 1e6], "MB", budget: budget.memory),
            Measurement("memory of serve, peak", [try serve.bytes("VmHWM") / 1e6], "MB"),
            Measurement("memory of Envoy", [try envoy.bytes("VmRSS") / 1e6], "MB", budget: budget.envoyMemory),
        ]
    }

    private func changes(
        _ plane: RunningPlane, _ tree: inout HostTree, other: EchoBackend, _ report: inout BenchReport
    ) async -> EditCost? {
        var cost: EditCost?
        await report.add("edits") {
            let probeTime = try await EditSeries.probeTime(on: plane, of: tree.host(0))
            let edits = try await EditSeries(
                .routes, count: Self.edits, of: &tree, on: plane, probeTime: probeTime)
            let moves = try await EditSeries(
                .endpoints(to: other), count: min(Self.moves, count), of: &tree, on: plane, probeTime: probeTime)
            cost = EditCost(
                kind: kind, count: count, cpu: edits.serveCPU, bytes: edits.sent.bytes,
                allocations: edits.allocations.first)
            say("  sent for an edit: \(edits.sentWords); for endpoints: \(moves.sentWords)")
            return lines(of: edits) + lines(ofMoves: moves)
                + [
                    Measurement(
                        "answers other than 200 during changes", [Double(edits.failures + moves.failures)], "",
                        digits: 0, budget: 0)
                ]
        }
        return cost
    }

    private func lines(of edits: EditSeries) -> [Measurement?] {
        [
            Measurement("edit to live", edits.live, "ms", budget: budget.live),
            Measurement("edit to live, p99", [edits.slowestLive], "ms", budget: budget.slowestLive),
            Measurement("edit, CPU of serve (mean)", [edits.serveCPU], "ms", digits: 2, budget: budget.cpu),
            Measurement("edit, CPU of Envoy, without the probes", edits.envoyCPU, "ms", digits: 2),
            Measurement("edit, sent (mean)", [edits.sent.bytes / 1000], "kB", budget: budget.bytes),
            Measurement("edit, responses (mean)", [edits.sent.messages], "", digits: 2),
        ] + allocations(of: edits, "edit")
    }

    private func lines(ofMoves moves: EditSeries) -> [Measurement?] {
        [
            Measurement("endpoint change to live", moves.live, "ms"),
            Measurement(
                "endpoint change, CPU of serve (mean)", [moves.serveCPU], "ms", digits: 2,
                budget: budget.endpointsCPU),
            Measurement("endpoint change, sent (mean)", [moves.sent.bytes / 1000], "kB", digits: 2),
        ] + allocations(of: moves, "endpoint change")
    }

    /// Nothing when they are not counted.
    private func allocations(of series: EditSeries, _ change: String) -> [Measurement?] {
        series.allocations.isEmpty
            ? []
            : [
                Measurement("\(change), allocations of serve (mean)", series.allocations, "", digits: 0),
                Measurement("\(change), allocated by serve (mean)", series.allocated, "kB", digits: 0),
            ]
    }

    private func crowd(
        _ plane: RunningPlane, _ tree: inout HostTree, alone: EditCost?
    ) async throws -> [Measurement?] {
        let ports = plane.command.ports
        let subscriptions = try DeltaMessage.subscriptions(listedAt: ports.debug)
        try await plane.settle()
        let before = try ProcFile.status(of: plane.serve.identifier).bytes("VmRSS")
        let edits = count > 1_000 ? 10 : 20
        let figures = try await SyntheticEnvoy.with(Self.streams, at: ports.xds, subscribedTo: subscriptions) {
            try await plane.settle()
            let status = try ProcFile.status(of: plane.serve.identifier)
            let streams = try plane.traffic().streams
            guard streams > Self.streams else { throw RigError("only \(streams) streams are open") }
            let series = try await EditSeries(
                .routes, count: edits, from: Self.edits, of: &tree, on: plane, probeTime: .zero)
            let cpu = (series.serveCPU - (alone?.cpu ?? 0)) / Double(Self.streams)
            return [
                Measurement(
                    "memory of serve for one more stream",
                    [(try status.bytes("VmRSS") - before) / 1e6 / Double(Self.streams)], "MB", digits: 2,
                    budget: ServeBudget.streamMemory),
                Measurement("memory of serve with 100 more, peak", [try status.bytes("VmHWM") / 1e6], "MB"),
                Measurement("edit with 100 more streams, to live", series.live, "ms"),
                Measurement("edit, CPU of serve for one more stream (mean)", [cpu], "ms", digits: 3),
            ]
        }
        try await plane.settle()
        let after = try ProcFile.status(of: plane.serve.identifier).bytes("VmRSS")
        return figures + [Measurement("memory of serve once they have gone", [after / 1e6], "MB")]
    }
}
