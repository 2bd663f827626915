import TestKit
import Testing

/// What becomes of connections on which nobody waits for an answer.
@Suite(.serialized, .timeLimit(.minutes(3))) struct `Draining each class of connection` {
    @Test func `idle connections are closed cleanly before anybody is released`() async throws {
        try await withPod { pod in
            try await withIdleClients(port: pod.envoy.ports.http) { idle in
                let termination = try await pod.terminate()
                #expect(termination.hook.result == "drained", "\(termination.hook.log)")
                #expect(termination.shutdownStatus == 200)
                #expect(termination.hook.took < .seconds(15), "minimum 5 s + 8 s, and what a busy machine adds")
                for connection in idle.connections {
                    #expect(connection.isClosedCleanly, "\(connection)")
                    #expect(try #require(connection.closed) < termination.answered)
                }
            }
        }
    }

    @Test func `without the nudge idle connections are reported as cut`() async throws {
        try await withPod(EnvoyPod.Options(nudges: false)) { pod in
            try await withIdleClients(port: pod.envoy.ports.http, http1: 2, http2: 2, silent: 1) { idle in
                let termination = try await pod.terminate(hook: ["--idle-grace=2s"])
                #expect(termination.hook.result == "threshold")
                #expect(termination.hook.report?["cut"]?["idle"]?.count == 5)
                #expect(termination.hook.exit == .exited(0))
                #expect(idle.connections.allSatisfy { $0.closed.map { $0 >= termination.answered } ?? true })
            }
        }
    }

    @Test func `strict turns a cut connection into exit code 1`() async throws {
        try await withPod(EnvoyPod.Options(nudges: false)) { pod in
            try await withIdleClients(port: pod.envoy.ports.http, http1: 1, http2: 0, silent: 0) { _ in
                let hook = try await pod.runHook("strict", ["--idle-grace=0s", "--min-drain-duration=0s", "--strict"])
                #expect(hook.exit == .exited(1))
                #expect(hook.result == "threshold")
            }
        }
    }

    @Test func `raw TCP and websockets are waited for, and release follows the last of them`() async throws {
        try await withPod { pod in
            let clients: [any LoadClient] = [
                TCPClient(port: pod.envoy.ports.tcp, connections: 3, lifetime: .seconds(10)),
                WebSocketClient(port: pod.envoy.ports.http, connections: 3, lifetime: .seconds(10)),
            ]
            let (termination, reports) = try await withLoad(clients, atMost: .seconds(11)) {
                try await Task.sleep(for: .seconds(1))
                try await eventually("all are counted") {
                    let open = try await pod.status()["open"]
                    return open?["tcp"]?.count == 3 && open?["websockets"]?.count == 3
                }
                return try await pod.terminate(hook: ["--min-drain-duration=1s"])
            }
            for report in reports {
                #expect(report.endings[.cut] == nil && report.endings[.reset] == nil, "\(report)")
            }
            #expect(termination.hook.result == "drained")
            #expect(termination.hook.took > .seconds(6))
            #expect(termination.hook.report?["cut"]?["total"]?.count == 0)
        }
    }

    @Test func `a class budget ends the wait and counts exactly what it cuts`() async throws {
        try await withPod { pod in
            let clients: [any LoadClient] = [
                TCPClient(port: pod.envoy.ports.tcp, connections: 2),
                WebSocketClient(port: pod.envoy.ports.http, connections: 3),
            ]
            let (termination, reports) = try await withLoad(clients, atMost: .seconds(30)) {
                try await Task.sleep(for: .seconds(1))
                return try await pod.terminate(
                    hook: ["--min-drain-duration=1s", "--websocket-timeout=2s", "--tcp-timeout=3s"])
            }
            #expect(termination.hook.result == "threshold")
            #expect(termination.hook.report?["cut"]?["websockets"]?.count == 3)
            #expect(termination.hook.report?["cut"]?["tcp"]?.count == 2)
            #expect(termination.hook.took >= .seconds(3))
            #expect(reports[0].endings[.cut] == 2, "\(reports[0])")
            #expect(reports[1].endings[.cut] == 3, "\(reports[1])")
        }
    }

    @Test func `with nobody connected both hooks end after the minimum`() async throws {
        try await withPod { pod in
            let termination = try await pod.terminate(hook: ["--min-drain-duration=1s"])
            #expect(termination.hook.result == "drained")
            #expect(termination.shutdownStatus == 200)
            #expect(termination.hook.took >= .seconds(1))
            #expect(termination.managerExit == .exited(0))
        }
    }
}
