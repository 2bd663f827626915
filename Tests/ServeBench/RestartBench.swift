import BenchKit
import TestKit

/// What a running Envoy notices of a restart of the control plane, when no object has changed meanwhile.
struct RestartBench {
    /// The control plane that is restarted.
    let plane: RunningPlane

    /// Counters of Envoy that move when it takes configuration, by the ends of their names.
    private static let counters = [
        ".update_success", ".config_reload", ".update_empty", "cluster_manager.cluster_added",
        "cluster_manager.cluster_modified", "cluster_manager.cluster_removed", "cluster_manager.cluster_updated",
        "listener_manager.listener_added", "listener_manager.listener_modified",
        "listener_manager.listener_removed", "listener_manager.listener_in_place_updated",
        ".update_rejected",
    ]

    /// Restarts, counts, and sees that an edit goes live afterwards.
    func run(_ edit: () throws -> Void) async throws -> [Measurement?] {
        let command = plane.command
        let before = try await counters()
        plane.serve.signal(.terminate)
        _ = try await plane.serve.exit(within: .seconds(30))
        let began = ContinuousClock.now
        return try await withChildProcess(command.serve("serve-again"), in: command.directory) { serve in
            try await command.becomesReady(serve)
            let plane = RunningPlane(command: command, kind: plane.kind, serve: serve, envoy: plane.envoy)
            try await eventually("Envoy has come back", within: .seconds(90)) { try plane.traffic().streams > 0 }
            let back = ContinuousClock.now - began
            try await plane.settle()
            let resources = try plane.traffic().total(since: Traffic()).resources
            let moved = try await counters().filter { $0.value != before[$0.key, default: 0] }
            if !moved.isEmpty { say("  moved: " + words(moved, before)) }
            let sent = try plane.traffic()
            try edit()
            try await eventually("an edit after the restart is sent", within: .seconds(30)) {
                try plane.traffic().total(since: sent).resources > 0
            }
            return [
                Measurement("restart, exec to Envoy's new stream", [back / .seconds(1)], "s", digits: 2),
                Measurement(
                    "restart, resources sent again", [resources], "", digits: 0, budget: ServeBudget.restart),
                Measurement(
                    "restart, counters of Envoy that moved", [Double(moved.count)], "", digits: 0,
                    budget: ServeBudget.restart),
            ]
        }
    }

    private func counters() async throws -> [String: Int] {
        try await plane.command.admin.counters().filter { counter in
            Self.counters.contains { counter.key.hasSuffix($0) }
        }
    }

    private func words(_ moved: [String: Int], _ before: [String: Int]) -> String {
        let shown = moved.sorted { $0.key < $1.key }.prefix(8)
            .map { "\($0.key) \(before[$0.key, default: 0]) -> \($0.value)" }
        return shown.joined(separator: ", ") + (moved.count > 8 ? " and \(moved.count - 8) more" : "")
    }
}
