import BenchKit
import TestKit

/// How soon a pod is released once nothing holds it any more.
struct LeaveBench {
    private static let minimum = Duration.seconds(1)
    private static let hook = ["--min-drain-duration=1s"]
    private static let runs = 5
    private static let kills = 3

    /// The last connection ends at a moment of its own in each run, so that no rhythm of the readings flatters.
    func lastConnectionClosed() async throws -> [Measurement?] {
        let times = try await samples(Self.runs) { index in
            try await withBenchPod { pod in
                let connection = try await pod.connection()
                async let departure = pod.terminate(hook: Self.hook)
                try await pod.isHeldUp()
                try await Task.sleep(for: .milliseconds(300 + 23 * index))
                let closed = ContinuousClock.now
                connection.close()
                let termination = try await departure
                try confirm(termination, result: "drained")
                return (
                    shutdown: (termination.answered - closed) / .milliseconds(1),
                    hook: (termination.hook.ended - closed) / .milliseconds(1)
                )
            }
        }
        return [
            Measurement(
                "last close to /shutdown answered", times.map(\.shutdown), "ms", digits: 0, budget: Budget.release),
            Measurement("last close to the hook's end", times.map(\.hook), "ms", digits: 0, budget: Budget.release),
        ]
    }

    /// Both hooks of a pod that nobody is connected to.
    func nothingConnected() async throws -> [Measurement?] {
        let times = try await samples(Self.runs) { _ in
            try await withBenchPod { pod in
                let termination = try await pod.terminate(hook: Self.hook)
                try confirm(termination, result: "drained")
                return (
                    shutdown: (termination.shutdownTook - Self.minimum) / .milliseconds(1),
                    hook: (termination.hook.took - Self.minimum) / .milliseconds(1)
                )
            }
        }
        let budget = Budget.nothingConnected
        return [
            Measurement(
                "nobody: /shutdown, beyond the minimum", times.map(\.shutdown), "ms", digits: 0, budget: budget),
            Measurement("nobody: the hook, beyond the minimum", times.map(\.hook), "ms", digits: 0, budget: budget),
        ]
    }

    /// Envoy dies while a connection holds up the drain.
    func envoyKilled() async throws -> [Measurement?] {
        let times = try await samples(Self.kills) { _ in
            try await withBenchPod { pod in
                let connection = try await pod.connection()
                async let answer = {
                    let status = try await pod.ask(.GET, "/shutdown", within: .seconds(30)).status
                    return (status: status, at: ContinuousClock.now)
                }()
                async let hook = pod.runHook("hook", Self.hook, within: .seconds(30))
                try await pod.isHeldUp()
                let killed = ContinuousClock.now
                pod.envoy.process.signal(.kill)
                let answered = try await answer
                let run = try await hook
                connection.close()
                guard answered.status == 200, run.result == "envoy_gone" else {
                    throw RigError("the hook reported \(run.result ?? "nothing"), /shutdown \(answered.status)")
                }
                return (answered.at - killed) / .milliseconds(1)
            }
        }
        return [
            Measurement("Envoy killed to /shutdown answered", times, "ms", digits: 0, budget: Budget.envoyKilled)
        ]
    }

    /// Ten clients that hold connections and use none of them, with the default minimum of 5 s.
    func idleOnly() async throws -> [Measurement?] {
        let (seconds, unclean) = try await withBenchPod { pod in
            try await withIdleClients(port: pod.envoy.ports.http, http1: 4, http2: 3, silent: 3) { idle in
                let termination = try await pod.terminate()
                try confirm(termination, result: "drained")
                return (
                    (termination.shutdownTook - .seconds(5)) / .seconds(1),
                    idle.connections.count { !$0.isClosedCleanly }
                )
            }
        }
        guard unclean == 0 else { throw RigError("\(unclean) of 10 connections were not closed cleanly") }
        return [
            Measurement(
                "10 idle clients: drain, beyond the minimum", [seconds], "s", digits: 2, budget: Budget.idleOnly)
        ]
    }

    private func confirm(_ termination: Termination, result: String) throws {
        guard termination.shutdownStatus == 200, termination.hook.result == result else {
            throw RigError("the drain ended as \(termination.hook.result ?? "nothing"): \(termination.hook.log)")
        }
    }
}
