import FoundationEssentials
import TestKit
import Testing

/// What can go wrong while a pod goes, and what the hook and `/shutdown` then do.
@Suite(.serialized, .timeLimit(.minutes(3))) struct `When something fails` {
    @Test func `Envoy killed in mid-drain releases both hooks, and the report says so`() async throws {
        try await withPod { pod in
            let client = TCPClient(port: pod.envoy.ports.tcp, connections: 2)
            _ = try await withLoad([client], atMost: .seconds(30)) {
                async let answer = pod.ask(.GET, "/shutdown", within: .seconds(60))
                async let hook = pod.runHook()
                try await eventually("the drain goes on") {
                    let status = try await pod.status()
                    return status["state"]?.string == "draining" && status["open"]?["tcp"]?.count == 2
                }
                let killed = ContinuousClock.now
                pod.envoy.process.signal(.kill)
                #expect(try await answer.status == 200)
                let run = try await hook
                #expect(run.result == "envoy_gone", "\(run.log)")
                #expect(run.exit == .exited(0))
                #expect(run.ended - killed < .seconds(5), "nothing waits for the minimum or a deadline")
            }
        }
    }

    @Test func `an Envoy that hangs for five seconds releases nobody`() async throws {
        try await withPod { pod in
            let client = TCPClient(port: pod.envoy.ports.tcp, connections: 1, lifetime: .seconds(12))
            let (_, reports) = try await withLoad([client], atMost: .seconds(13)) {
                async let hook = pod.runHook("hook", ["--min-drain-duration=1s"])
                try await eventually("the drain goes on") {
                    let status = try await pod.status()
                    return status["state"]?.string == "draining" && status["open"]?["tcp"]?.count == 1
                }
                pod.envoy.process.signal(.stop)
                try await Task.sleep(for: .seconds(5))
                #expect(try await pod.status()["state"]?.string == "draining")
                pod.envoy.process.signal(.resume)
                let run = try await hook
                #expect(run.result == "drained", "\(run.log)")
                let errors = pod.manager.standardError
                #expect(errors.contains("no answer from"), "\(errors)")
            }
            #expect(reports[0].endings[.cut] == nil && reports[0].endings[.reset] == nil, "\(reports[0])")
        }
    }

    @Test func `a deadline releases with what is left, and strict says so`() async throws {
        try await withPod { pod in
            let client = TCPClient(port: pod.envoy.ports.tcp, connections: 2)
            _ = try await withLoad([client], atMost: .seconds(30)) {
                try await eventually("both are counted") { try await pod.status()["open"]?["tcp"]?.count == 2 }
                let run = try await pod.runHook(
                    "hook", ["--min-drain-duration=1s", "--grace-period=5s", "--exit-margin=2s", "--strict"])
                #expect(run.result == "timeout")
                #expect(run.report?["cut"]?["tcp"]?.count == 2)
                #expect(run.exit == .exited(1))
            }
        }
    }

    @Test func `without a manager the hook drains by itself`() async throws {
        try await withPod { pod in
            pod.manager.signal(.kill)
            _ = try await pod.manager.exit(within: .seconds(5))
            let run = try await pod.runHook("hook", ["--min-drain-duration=1s"])
            #expect(run.result == "drained", "\(run.log)")
            #expect(run.exit == .exited(0))
            #expect(try await pod.envoy.admin(.GET, "/ready").body.contains("DRAINING"))
            #expect(pod.admin.read("ok") != nil, "the ready file is there for a manager of Contour's")
        }
    }

    @Test func `a manager that ends on the way leaves the hook to drain by itself`() async throws {
        try await withPod { pod in
            let client = TCPClient(port: pod.envoy.ports.tcp, connections: 1, lifetime: .seconds(5))
            let (run, reports) = try await withLoad([client], atMost: .seconds(6)) {
                async let hook = pod.runHook("hook", ["--min-drain-duration=1s"])
                try await eventually("the drain goes on") {
                    let status = try await pod.status()
                    return status["state"]?.string == "draining" && status["open"]?["tcp"]?.count == 1
                }
                pod.manager.signal(.kill)
                return try await hook
            }
            #expect(run.result == "drained", "\(run.log)")
            #expect(reports[0].endings[.cut] == nil, "\(reports[0])")
        }
    }

    @Test func `two hooks at once share one drain`() async throws {
        try await withPod { pod in
            async let first = pod.runHook("first", ["--min-drain-duration=2s"])
            async let second = pod.runHook("second", ["--min-drain-duration=2s"])
            let (one, other) = try await (first, second)
            #expect(one.result == "drained")
            #expect(other.result == "drained")
            #expect(one.report?["drain_id"] == other.report?["drain_id"])
        }
    }

    @Test func `shutdown before any drain waits, and joins one that somebody else began`() async throws {
        try await withPod { pod in
            async let answer = pod.ask(.GET, "/shutdown", within: .seconds(60))
            try await eventually("it waits") { try await pod.status()["waiters"]?.count == 1 }
            try await Task.sleep(for: .seconds(1))
            #expect(try await pod.status()["state"]?.string == "serving")
            #expect(try await pod.envoy.admin(.GET, "/ready").body.contains("LIVE"), "a GET drains nobody")
            _ = try await pod.envoy.admin(.POST, "/healthcheck/fail")
            try await eventually("the drain is joined") { try await pod.status()["origin"]?.string == "joined" }
            #expect(try await answer.status == 200)
        }
    }

    @Test func `a client that hangs up leaves nothing behind`() async throws {
        try await withPod { pod in
            await #expect(throws: (any Error).self) {
                try await pod.ask(.GET, "/shutdown", within: .milliseconds(500))
            }
            try await eventually("nobody waits any more") { try await pod.status()["waiters"]?.count == 0 }
        }
    }

    @Test func `shutdown begins the drain where the pod has no exec hook`() async throws {
        try await withPod(EnvoyPod.Options(manager: ["--shutdown-starts-drain", "--min-drain-duration=1s"])) { pod in
            let answer = try await pod.ask(.GET, "/shutdown", within: .seconds(30))
            #expect(answer.status == 200)
            #expect(try await pod.envoy.admin(.GET, "/ready").body.contains("DRAINING"))
        }
    }

    @Test func `a ready file and a pressure file that cannot be written lose nothing but themselves`() async throws {
        try await withPod { pod in
            // A directory stands where the files should: even root cannot replace it.
            try FileManager.default.createDirectory(atPath: pod.admin.file("ok"), withIntermediateDirectories: false)
            try FileManager.default.createDirectory(
                atPath: pod.admin.file("drain.json"), withIntermediateDirectories: false)
            let termination = try await pod.terminate(hook: ["--min-drain-duration=1s"])
            #expect(termination.shutdownStatus == 200)
            #expect(termination.hook.result == "drained")
            #expect(pod.manager.standardError.contains("file cannot be written"))
        }
    }

    @Test func `a port that is taken is one line and exit code 1`() async throws {
        try await withPod { pod in
            let command = ChildProcess.Command(
                name: "second", executable: try PackageRoot.attache(),
                arguments: ["envoy", "shutdown-manager"] + pod.placement)
            try await withChildProcess(command, in: pod.directory) { process in
                let status = try await process.exit(within: .seconds(5))
                #expect(status == .exited(1))
                let last = process.standardError.split(separator: "\n").last.map(String.init) ?? ""
                #expect(last.contains("port \(pod.managerPort) is taken"), "\(process.standardError)")
            }
            #expect(
                try await pod.runHook("hook", ["--min-drain-duration=0s"]).result == "drained", "the first lives on")
        }
    }
}
