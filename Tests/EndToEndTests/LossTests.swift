import TestKit
import Testing

/// Nobody is lost when a pod goes under load: real Envoys, a balancer that notices late, and the kubelet's order of events.
@Suite(.serialized, .timeLimit(.minutes(3))) struct `Draining under load` {
    @Test(arguments: [0, 2, 4])
    func `keep-alive requests lose nothing, however late the balancer notices`(lag: Int) async throws {
        try await withBalancedPods(lag: .seconds(lag)) { pod, balancer in
            let client = HTTP1LoadClient(port: balancer.port, connections: 32, rate: 200)
            let (termination, reports) = try await withLoad([client], atMost: .seconds(60)) {
                try await Task.sleep(for: .seconds(1))
                let termination = try await pod.terminate()
                try await Task.sleep(for: .seconds(1))
                return termination
            }
            #expect(reports[0].requestsFailed == 0, "\(reports[0])")
            #expect(reports[0].requestsSent > 1_000)
            #expect(balancer.report.refused.isEmpty)
            #expect(termination.shutdownStatus == 200)
            #expect(termination.hook.exit == .exited(0))
            #expect(termination.hook.result == "drained", "\(termination.hook.log)")
        }
    }

    @Test func `one request a connection loses nothing, and shutdown answers after the manager's SIGTERM`() async throws
    {
        try await withBalancedPods(lag: .seconds(3)) { pod, balancer in
            let client = HTTP1OneShotClient(port: balancer.port, rate: 50)
            let (termination, reports) = try await withLoad([client], atMost: .seconds(60)) {
                try await Task.sleep(for: .seconds(1))
                let termination = try await pod.terminate()
                try await Task.sleep(for: .seconds(1))
                return termination
            }
            #expect(reports[0].requestsFailed == 0, "\(reports[0])")
            #expect(balancer.report.refused.isEmpty)
            #expect(termination.shutdownStatus == 200)
            #expect(termination.managerExit == .exited(0))
        }
    }

    @Test func `shutdown is answered though the manager gets SIGTERM long before the drain is over`() async throws {
        try await withPod { pod in
            async let answer = pod.ask(.GET, "/shutdown", within: .seconds(60))
            async let hook = pod.runHook()
            try await eventually("the drain goes on") { try await pod.status()["state"]?.string == "draining" }
            pod.manager.signal(.terminate)
            try await Task.sleep(for: .seconds(1))
            #expect(pod.manager.isRunning)
            #expect(try await answer.status == 200)
            #expect(try await hook.result == "drained")
            #expect(try await pod.manager.exit(within: .seconds(5)) == .exited(0))
        }
    }

    @Test func `HTTP2 streams end by themselves, after two GOAWAYs`() async throws {
        try await withBalancedPods(lag: .zero) { pod, balancer in
            let client = HTTP2LoadClient(port: balancer.port, connections: 4, streams: 4, linger: .seconds(8))
            let (termination, reports) = try await withLoad([client], atMost: .seconds(90)) {
                try await Task.sleep(for: .seconds(2))
                return try await pod.terminate()
            }
            #expect(reports[0].requestsFailed == 0, "\(reports[0])")
            #expect(reports[0].requestsSent >= 16)
            #expect(reports[0].goAways.contains { $0.count >= 2 }, "\(reports[0])")
            #expect(termination.shutdownStatus == 200)
            #expect(termination.hook.result == "drained")
        }
    }
}
