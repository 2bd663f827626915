import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct EnvoyProcessTests {
    @Test func `a real Envoy answers through every listener and its admin interface`() async throws {
        try await withRig { envoy, backend in
            let answer = try await SingleRequest(.GET, "/").answer(from: .loopback(envoy.ports.http))
            #expect(answer.status == 200)
            #expect(answer.body == backend.name)
            let ready = try await SingleRequest(.GET, "/ready").answer(from: .loopback(envoy.ports.statistics))
            #expect(ready.status == 200)
            #expect(ready.body.hasPrefix("LIVE"))
            let gauges = try await envoy.gauges()
            #expect(gauges["http.ingress_http.downstream_cx_active"] != nil)
            #expect(gauges["server.live"] == 1)
            let statistics = try await SingleRequest(.GET, "/stats?usedonly")
                .answer(from: .loopback(envoy.ports.statistics))
            #expect(statistics.fields["transfer-encoding"] == "chunked")
            #expect(statistics.body.contains("server.live: 1"))
        }
    }

    @Test func `SIGTERM, SIGSTOP and SIGCONT reach Envoy`() async throws {
        try await withRig { envoy, _ in
            envoy.process.signal(.stop)
            await #expect(throws: RequestFailure.timedOut) {
                try await envoy.admin(.GET, "/ready", within: .milliseconds(300))
            }
            envoy.process.signal(.resume)
            let answer = try await envoy.admin(.GET, "/ready")
            #expect(answer.status == 200)
            envoy.process.signal(.terminate)
            let status = try await envoy.process.exit(within: .seconds(5))
            #expect(status == .exited(0))
        }
    }

    @Test func `a streamed answer arrives in pieces and whole`() async throws {
        try await withRig { envoy, _ in
            let begin = ContinuousClock.now
            let answer = try await SingleRequest(.GET, "/stream?ms=400&every=100")
                .answer(from: .loopback(envoy.ports.http))
            #expect(answer.body.split(separator: "\n").count == 5)
            #expect(ContinuousClock.now - begin >= .milliseconds(400))
            let slow = try await SingleRequest(.GET, "/slow?ms=300").answer(from: .loopback(envoy.ports.http))
            #expect(slow.status == 200)
            let unknown = try await SingleRequest(.GET, "/none").answer(from: .loopback(envoy.ports.http))
            #expect(unknown.status == 404)
        }
    }
}
