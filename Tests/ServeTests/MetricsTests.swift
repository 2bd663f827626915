import TestKit
import Testing

/// What the control plane counts of its Envoys.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct MetricsTests {
    private func value(_ series: String, _ rig: ControlledEnvoy) async throws -> Double {
        let page = try await SingleRequest(.GET, "/metrics").answer(from: .loopback(rig.ports.metrics)).body
        let line = page.split(separator: "\n").first { $0.hasPrefix("\(series) ") }
        return line.flatMap { Double($0.dropFirst(series.count + 1)) } ?? 0
    }

    @Test func `streams and the time to an answer are counted as dashboards expect`() async throws {
        let rig = try sharedRig()
        let method =
            "{grpc_type=\"bidi_stream\",grpc_service=\"envoy.service.discovery.v3.AggregatedDiscoveryService\","
            + "grpc_method=\"DeltaAggregatedResources\"}"
        let before = try await value("grpc_server_msg_sent_total\(method)", rig)
        let accepted = try await value("attache_answer_seconds_count{type=\"rds\",answer=\"accepted\"}", rig)
        #expect(try await value("grpc_server_started_total\(method)", rig) >= 1)
        #expect(accepted >= 1)
        try await Scene("metrics").proxy(
            "counted",
            """
            virtualhost: {fqdn: counted.metrics.test}
            routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200}}]
            """
        ).apply(to: rig)
        try await eventually("the response is counted, and its answer") {
            let sent = try await value("grpc_server_msg_sent_total\(method)", rig)
            let answered = try await value("attache_answer_seconds_count{type=\"rds\",answer=\"accepted\"}", rig)
            return sent > before && answered > accepted
        }
        #expect(try await value("grpc_server_msg_received_total\(method)", rig) > 1)
    }
}
