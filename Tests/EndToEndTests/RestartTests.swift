import TestKit
import Testing

/// The manager ends and another takes its place: at any moment, Envoy drains correctly or serves.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `Restart of the manager` {
    /// Twenty moments, spread over the life of a drain with a minimum of one second and a connection of two.
    static let moments = (0..<20).map { Duration.milliseconds(10 + $0 * 130) }

    @Test(arguments: moments)
    func `killed in mid-drain, its successor goes on and releases nobody early`(moment: Duration) async throws {
        try await withPod { pod in
            let client = TCPClient(port: pod.envoy.ports.tcp, connections: 1, lifetime: .seconds(3))
            let (_, reports) = try await withLoad([client], atMost: .seconds(4)) {
                try await eventually("it is connected") { try await pod.status()["open"]?["tcp"]?.count == 1 }
                // The hook shares the sidecar's container, so it dies with it.
                _ = try await SingleRequest(.POST, "/drain").answer(from: .loopback(pod.managerPort))
                try await Task.sleep(for: moment)
                pod.manager.signal(.kill)
                _ = try await pod.manager.exit(within: .seconds(5))
                try await pod.withNewManager(["--min-drain-duration=1s"]) { pod in
                    let answer = try await pod.ask(.GET, "/shutdown", within: .seconds(30))
                    pod.envoy.process.signal(.terminate)
                    #expect(answer.status == 200)
                }
            }
            #expect(reports[0].endings[.cut] == nil && reports[0].endings[.reset] == nil, "\(reports[0])")
        }
    }

    @Test func `a resumed drain that nobody attends is undone`() async throws {
        try await withPod { pod in
            let client = TCPClient(port: pod.envoy.ports.tcp, connections: 1)
            _ = try await withLoad([client], atMost: .seconds(30)) {
                _ = try await SingleRequest(.POST, "/drain").answer(from: .loopback(pod.managerPort))
                try await eventually("Envoy drains") {
                    try await pod.envoy.admin(.GET, "/ready").body.contains("DRAINING")
                }
                pod.manager.signal(.kill)
                _ = try await pod.manager.exit(within: .seconds(5))
                try await pod.withNewManager(["--false-drain-timeout=1s"]) { pod in
                    try await eventually("Envoy serves again", within: .seconds(10)) {
                        try await pod.envoy.admin(.GET, "/ready").body.contains("LIVE")
                    }
                    #expect(try await pod.ask(.GET, "/metrics").body.contains("attache_drain_recoveries_total 1\n"))
                }
            }
        }
    }

    @Test func `Envoy found draining without a drain of ours serves again at once`() async throws {
        try await withPod { pod in
            pod.manager.signal(.kill)
            _ = try await pod.manager.exit(within: .seconds(5))
            _ = try await pod.envoy.admin(.POST, "/healthcheck/fail")
            try pod.envoy.nudgeIdleConnections()
            try await pod.withNewManager { pod in
                try await eventually("Envoy serves again") {
                    try await pod.envoy.admin(.GET, "/ready").body.contains("LIVE")
                }
                #expect(pod.admin.read("idle-nudge") == "0")
                try await eventually("it is counted") { try await pod.status()["recoveries"]?.count == 1 }
            }
        }
    }

    @Test func `a drain that only the hook wanted is undone, as after a failed liveness probe`() async throws {
        try await withPod(EnvoyPod.Options(manager: ["--false-drain-timeout=1s"])) { pod in
            #expect(try await pod.runHook("hook", ["--min-drain-duration=0s"]).result == "drained")
            try await eventually("Envoy serves again", within: .seconds(5)) {
                try await pod.envoy.admin(.GET, "/ready").body.contains("LIVE")
            }
            #expect(try await pod.status()["result"]?.string == "recovered_false_drain")
        }
    }

    @Test func `a ready file of an earlier drain never answers shutdown`() async throws {
        try await withPod { pod in
            pod.manager.signal(.kill)
            _ = try await pod.manager.exit(within: .seconds(5))
            try pod.admin.write("", to: "ok")
            try await pod.withNewManager { pod in
                await #expect(throws: (any Error).self) {
                    try await pod.ask(.GET, "/shutdown", within: .seconds(2))
                }
                #expect(pod.admin.read("ok") == nil, "it was removed")
            }
        }
    }

    @Test func `a drain that is over releases nobody from an Envoy that serves again`() async throws {
        try await withPod { pod in
            async let answer = pod.ask(.GET, "/shutdown", within: .seconds(30))
            let hook = try await pod.runHook("hook", ["--min-drain-duration=1s"])
            #expect(hook.result == "drained")
            #expect(try await answer.status == 200)
            _ = try await pod.envoy.admin(.POST, "/healthcheck/ok")
            await #expect(throws: (any Error).self) { try await pod.ask(.GET, "/shutdown", within: .seconds(2)) }
        }
    }

    @Test func `a drain led by Contour's hook ends when its ready file appears`() async throws {
        try await withPod { pod in
            let client = TCPClient(port: pod.envoy.ports.tcp, connections: 1)
            _ = try await withLoad([client], atMost: .seconds(30)) {
                try await eventually("it is connected") { try await pod.status()["open"]?["tcp"]?.count == 1 }
                async let answer = pod.ask(.GET, "/shutdown", within: .seconds(30))
                _ = try await pod.envoy.admin(.POST, "/healthcheck/fail")
                try await eventually("the drain is joined") { try await pod.status()["origin"]?.string == "joined" }
                try pod.admin.write("", to: "ok")
                #expect(try await answer.status == 200)
                #expect(try await pod.status()["cut"]?["tcp"]?.count == 1)
            }
        }
    }
}
