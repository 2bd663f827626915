import TestKit
import Testing

/// The clients see nothing wrong where nothing is wrong, and see it where Envoy is ended without a drain.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LoadTests {
    private func clients(_ envoy: EnvoyProcess) -> [any LoadClient] {
        [
            HTTP1LoadClient(port: envoy.ports.http, connections: 16, rate: 100, path: "/slow?ms=50"),
            HTTP1OneShotClient(port: envoy.ports.http, rate: 50, path: "/slow?ms=50"),
            HTTP2LoadClient(
                port: envoy.ports.http, connections: 2, streams: 4,
                streamDuration: .milliseconds(500) ... .milliseconds(1500)),
            WebSocketClient(port: envoy.ports.http),
            TCPClient(port: envoy.ports.tcp),
        ]
    }

    @Test func `a steady Envoy fails nobody`() async throws {
        try await withRig { envoy, _ in
            let reports = try await withLoad(clients(envoy), atMost: .seconds(20)) {
                try await Task.sleep(for: .seconds(3))
            }.reports
            for report in reports {
                #expect(report.requestsSent > 10)
                #expect(report.requestsFailed == 0, "\(report)")
                #expect(report.requestsSucceeded == report.requestsSent)
            }
            #expect(reports[0].endings == [.stillOpen: 16])
            #expect(reports[1].endings == [.closedAfterConnectionClose: reports[1].requestsSent])
            #expect(reports[2].endings == [.stillOpen: 2])
            #expect(reports[3].endings == [.stillOpen: 2])
            #expect(reports[4].endings == [.stillOpen: 2])
        }
    }

    @Test func `every client counts what SIGTERM without a drain does to it`() async throws {
        try await withRig { envoy, _ in
            let reports = try await withLoad(clients(envoy), atMost: .seconds(20)) {
                try await Task.sleep(for: .seconds(2))
                envoy.process.signal(.terminate)
                _ = try await envoy.process.exit(within: .seconds(5))
                try await Task.sleep(for: .milliseconds(500))
            }.reports
            for report in reports {
                #expect(report.requestsSucceeded > 0)
                #expect(report.requestsFailed > 0, "\(report)")
            }
            #expect(reports[0].failedOnReusedConnection > 0)
            #expect(reports[0].failures[.connectionRefused, default: 0] > 0)
            #expect(reports[1].failures[.connectionRefused, default: 0] > 0)
            #expect(reports[2].connectionsCut >= 2)
            #expect(reports[3].connectionsCut == 2)
            #expect(reports[4].connectionsCut == 2)
        }
    }

    @Test func `a drained Envoy moves HTTP clients to new connections without a failure`() async throws {
        try await withRig { envoy, _ in
            let reports = try await withLoad(clients(envoy), atMost: .seconds(20)) {
                try await Task.sleep(for: .seconds(1))
                _ = try await envoy.admin(.POST, "/healthcheck/fail")
                try await Task.sleep(for: .seconds(2))
            }.reports
            for report in reports {
                #expect(report.requestsFailed == 0, "\(report)")
            }
            #expect(reports[0].endings[.closedAfterConnectionClose, default: 0] > 16)
            #expect(reports[2].endings[.goAway, default: 0] > 2)
            #expect(reports[3].endings == [.stillOpen: 2])
            #expect(reports[4].endings == [.stillOpen: 2])
        }
    }

    @Test func `an HTTP/2 connection that is kept sees an advisory and a final GOAWAY`() async throws {
        try await withRig { envoy, _ in
            let client = HTTP2LoadClient(
                port: envoy.ports.http, connections: 3, streams: 2,
                streamDuration: .seconds(1) ... .seconds(1), linger: .seconds(10))
            let reports = try await withLoad([client], atMost: .milliseconds(1800)) {
                try await Task.sleep(for: .milliseconds(500))
                _ = try await envoy.admin(.POST, "/healthcheck/fail")
                try await Task.sleep(for: .seconds(3))
            }.reports
            #expect(reports[0].requestsFailed == 0, "\(reports[0])")
            #expect(reports[0].goAways.count >= 3)
            for goAways in reports[0].goAways {
                #expect(goAways.count == 2)
                #expect(goAways.first == Int(Int32.max))
                #expect(goAways.last ?? .max < 100)
            }
        }
    }
}
