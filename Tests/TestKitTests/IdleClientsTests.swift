import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct IdleClientsTests {
    @Test func `idle connections stay open as long as nothing ends them`() async throws {
        try await withRig { envoy, _ in
            try await withIdleClients(port: envoy.ports.http) { idle in
                _ = try await envoy.admin(.POST, "/healthcheck/fail")
                try await Task.sleep(for: .seconds(2))
                #expect(idle.openCount == 9)
                #expect(idle.connections.allSatisfy { $0.ending == .stillOpen && $0.goAways.isEmpty })
            }
        }
    }

    @Test func `SIGTERM ends idle connections without GOAWAY, and that is seen`() async throws {
        try await withRig { envoy, _ in
            try await withIdleClients(port: envoy.ports.http) { idle in
                let signalled = ContinuousClock.now
                envoy.process.signal(.terminate)
                try await eventually("all idle connections end") { idle.openCount == 0 }
                for connection in idle.connections {
                    #expect(connection.ending == .fin)
                    #expect(connection.isClosedCleanly == (connection.kind != .http2))
                    #expect(connection.closed.map { $0 >= signalled } == true)
                }
            }
        }
    }

    @Test func `SIGKILL ends idle connections, and that is seen`() async throws {
        try await withRig { envoy, _ in
            try await withIdleClients(port: envoy.ports.http) { idle in
                envoy.process.signal(.kill)
                try await eventually("all idle connections end") { idle.openCount == 0 }
            }
        }
    }

    @Test func `the idle nudge closes idle connections cleanly`() async throws {
        try await withRig { envoy, _ in
            try await withIdleClients(port: envoy.ports.http) { idle in
                let nudged = ContinuousClock.now
                try envoy.nudgeIdleConnections()
                try await eventually("all idle connections end", within: .seconds(12)) { idle.openCount == 0 }
                for connection in idle.connections {
                    #expect(connection.isClosedCleanly, "\(connection)")
                    #expect(connection.goAways.count == (connection.kind == .http2 ? 2 : 0))
                    let whenClosed = try #require(connection.closed) - nudged
                    #expect(whenClosed < (connection.kind == .silent ? .seconds(3) : .seconds(10)))
                }
            }
        }
    }

    @Test func `a short idle timeout is configured`() async throws {
        try await withRig(idleTimeout: .milliseconds(500)) { envoy, _ in
            try await withIdleClients(port: envoy.ports.http, http2: 0) { idle in
                try await eventually("all idle connections end", within: .seconds(8)) { idle.openCount == 0 }
                #expect(idle.connections.allSatisfy { $0.isClosedCleanly })
            }
        }
    }
}
