import TestKit
import Testing

/// The commands that people and probes run beside a pod.
@Suite(.serialized, .timeLimit(.minutes(2))) struct `Commands for people` {
    private func attache(_ arguments: [String]) async throws -> CommandRun {
        try await CommandRun(try PackageRoot.attache(), arguments)
    }

    @Test func `wait returns once Envoy serves`() async throws {
        try await withPod { pod in
            let run = try await attache(["wait", "--admin-address=\(pod.admin.file("admin.sock"))"])
            #expect(run.exitCode == 0)
            #expect(run.output.hasPrefix("envoy is ready after "))
        }
    }

    @Test func `wait says what is missing`() async throws {
        try await withPod { pod in
            let absent = try await attache(["wait", "--admin-address=/nowhere/a.sock", "--timeout=0s"])
            #expect(absent.exitCode == 1)
            #expect(absent.error.contains("nobody listens at /nowhere/a.sock"), "\(absent.error)")
            #expect(absent.error.split(separator: "\n").count == 1)
            _ = try await pod.envoy.admin(.POST, "/healthcheck/fail")
            let draining = try await attache([
                "wait", "--admin-address=\(pod.admin.file("admin.sock"))", "--timeout=300ms", "--interval=100ms",
            ])
            #expect(draining.exitCode == 1)
            #expect(draining.error.contains("DRAINING"), "\(draining.error)")
        }
    }

    @Test func `status shows who is connected, with and without a manager`() async throws {
        try await withPod { pod in
            try await withIdleClients(port: pod.envoy.ports.http, http1: 2, http2: 0, silent: 0) { _ in
                let shown = try await attache(["envoy", "status"] + pod.placement)
                #expect(shown.exitCode == 0)
                #expect(shown.output.contains("  idle              2           -\n"), "\(shown.output)")
                pod.manager.signal(.kill)
                _ = try await pod.manager.exit(within: .seconds(5))
                let direct = try await attache(["envoy", "status", "--output=json"] + pod.placement)
                #expect(try JSONValue(parsing: direct.output)["open"]?["idle"]?.count == 2)
            }
            pod.envoy.process.signal(.kill)
            _ = try await pod.envoy.process.exit(within: .seconds(5))
            #expect(try await attache(["envoy", "status"] + pod.placement).exitCode == 1)
        }
    }

    @Test func `status watches a drain until it is over`() async throws {
        try await withPod { pod in
            async let watched = attache(
                ["envoy", "status", "--watch", "--output=json", "--interval=200ms"] + pod.placement)
            async let answer = pod.ask(.GET, "/shutdown", within: .seconds(30))
            try await Task.sleep(for: .milliseconds(500))
            let hook = try await pod.runHook("hook", ["--min-drain-duration=2s"])
            #expect(hook.result == "drained")
            #expect(try await answer.status == 200)
            let lines = try await watched.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
            #expect(lines.first?["state"]?.string == "serving")
            #expect(lines.contains { $0["phase"]?.string == "min_drain" })
            #expect(lines.last?["state"]?.string == "released")
        }
    }

    /// Command lines that cannot be meant, and what the one line has to name.
    static let mistakes: [([String], String)] = [
        (["envoy", "shutdown", "--bogus"], "--bogus"),
        (["envoy", "shutdown", "--min-drain-duration=5"], "min-drain-duration"),
        (["envoy", "shutdown", "--grace-period=4s"], "--exit-margin"),
        (["envoy", "shutdown", "--admin-address=10.0.0.1:9001"], "loopback"),
        (["envoy", "shutdown-manager", "--serve-port=70000"], "--serve-port"),
        (["envoy", "shutdown-manager", "--mode=other"], "mode"),
        (["shutdown", "--tcp-threshold=-1"], "--tcp-threshold"),
        (["wait", "--timeout=-1s"], "timeout"),
    ]

    @Test(arguments: mistakes)
    func `a mistaken command line is one line and exit code 1`(arguments: [String], named: String) async throws {
        let run = try await attache(arguments)
        #expect(run.exitCode == 1)
        #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
        #expect(run.error.contains(named), "\(run.error)")
        #expect(run.output.isEmpty)
    }
}
