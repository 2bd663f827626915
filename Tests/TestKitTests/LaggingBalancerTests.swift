import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct LaggingBalancerTests {
    @Test func `connections take turns until a target has been unready for the lag`() async throws {
        try await withTwoEnvoys { a, b in
            try await withLaggingBalancer([.http(a), .http(b)], lag: .seconds(1)) { balancer in
                let client = HTTP1OneShotClient(port: balancer.port, rate: 50)
                let before = try await withLoad([client], atMost: .seconds(10)) {
                    try await Task.sleep(for: .seconds(1))
                }.reports[0]
                #expect(before.requestsFailed == 0)
                let turns = balancer.report.connections
                #expect(abs(turns["a", default: 0] - turns["b", default: 0]) <= 1)

                let failed = ContinuousClock.now
                _ = try await a.admin(.POST, "/healthcheck/fail")
                try await eventually("the change is seen") { !balancer.report.changes.isEmpty }
                let change = try #require(balancer.report.changes.first)
                #expect(change.target == "a")
                #expect(!change.isReady)
                #expect(change.effective - failed >= .seconds(1))
                #expect(change.effective - failed <= .milliseconds(1800))

                let during = try await withLoad([client], atMost: .seconds(10)) {
                    try await Task.sleep(until: change.effective, clock: .continuous)
                }.reports[0]
                #expect(during.requestsFailed == 0)
                let atSwitch = balancer.report.connections
                #expect(atSwitch["a", default: 0] > turns["a", default: 0] + 5)

                let after = try await withLoad([client], atMost: .seconds(10)) {
                    try await Task.sleep(for: .milliseconds(500))
                }.reports[0]
                #expect(after.requestsFailed == 0)
                #expect(balancer.report.connections["a", default: 0] <= atSwitch["a", default: 0] + 1)
                #expect(balancer.report.refused.isEmpty)
            }
        }
    }

    @Test func `a target that refuses before the lag is over is counted and felt`() async throws {
        try await withTwoEnvoys { a, b in
            try await withLaggingBalancer([.http(a), .http(b)], lag: .seconds(1)) { balancer in
                let client = HTTP1OneShotClient(port: balancer.port, rate: 50)
                let report = try await withLoad([client], atMost: .seconds(10)) {
                    try await Task.sleep(for: .milliseconds(500))
                    a.process.signal(.kill)
                    try await Task.sleep(for: .milliseconds(2500))
                }.reports[0]
                let refused = balancer.report.refused["a", default: 0]
                #expect((15...45).contains(refused))
                #expect(report.failures[.connectionReset, default: 0] > 0)
                #expect((refused...refused + 2).contains(report.requestsFailed), "\(report)")
            }
        }
    }

    @Test func `kept connections pass through unharmed, and their ends are passed on`() async throws {
        try await withTwoEnvoys { a, b in
            try await withLaggingBalancer([.http(a), .http(b)], lag: .zero) { http in
                try await withLaggingBalancer([.tcp(a), .tcp(b)], lag: .zero) { tcp in
                    let clients: [any LoadClient] = [
                        WebSocketClient(port: http.port, connections: 2),
                        TCPClient(port: tcp.port, connections: 2),
                        HTTP2LoadClient(
                            port: http.port, connections: 2, streams: 2,
                            streamDuration: .milliseconds(300) ... .milliseconds(900)),
                        HTTP1LoadClient(port: http.port, connections: 4, rate: 50),
                    ]
                    let steady = try await withLoad(clients, atMost: .seconds(10)) {
                        _ = try await a.admin(.POST, "/healthcheck/fail")
                        try await Task.sleep(for: .seconds(2))
                    }.reports
                    for report in steady {
                        #expect(report.requestsFailed == 0, "\(report)")
                    }
                    let cut = try await withLoad(Array(clients.prefix(2)), atMost: .seconds(10)) {
                        try await Task.sleep(for: .seconds(1))
                        b.process.signal(.terminate)
                        try await Task.sleep(for: .seconds(1))
                    }.reports
                    for report in cut {
                        #expect(report.connectionsCut == 2, "\(report)")
                    }
                }
            }
        }
    }
}
