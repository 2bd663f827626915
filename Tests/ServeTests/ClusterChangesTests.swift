import TestKit
import Testing

/// A route whose cluster's settings change gets a new cluster of the same endpoints.
@Suite(.timeLimit(.minutes(3)))
struct ClusterChangesTests {
    private static let variants: [(name: String, route: String)] = [
        ("plain", ""), ("random", ", loadBalancerPolicy: {strategy: Random}"),
        ("idle", ", timeoutPolicy: {idleConnection: 30s}"),
        ("host", ", requestHeadersPolicy: {set: [{name: Host, value: other.example}]}"), ("back", ""),
    ]

    @Test(arguments: [ControlledEnvoy.Transport.aggregated, .perType])
    func `the new cluster serves as soon as any other change`(transport: ControlledEnvoy.Transport) async throws {
        try await withWitness("own") { own in
            try await withControlledEnvoy(ControlledEnvoy.Options(transport: transport)) { rig in
                for variant in Self.variants {
                    try await Scene("variants").service(own).proxy(
                        "root",
                        """
                        virtualhost: {fqdn: variants.test}
                        routes: [{conditions: [{prefix: /}], services: [{name: own, port: 80}]\(variant.route)}]
                        """
                    ).apply(to: rig)
                    // Streams of one type each have no order among them: a route may be there before its cluster is warm.
                    if transport == .perType {
                        try await eventually("own answers", within: .seconds(2)) {
                            try await rig.ask("variants.test").backend == "own"
                        }
                    }
                    if transport == .aggregated {
                        let answer = try await rig.ask("variants.test")
                        #expect(answer.backend == "own", "\(variant.name): \(answer)")
                    } else {
                        // Nothing orders streams among each other: the route may come before its cluster.
                        try await rig.expect("\(variant.name) is served", ClientRequest(host: "variants.test")) {
                            $0.backend == "own"
                        }
                    }
                    // Envoy counts how often it gave up waiting for what it had asked for, after 15 seconds.
                    let given = try await rig.counters().filter {
                        $0.key.hasSuffix("init_fetch_timeout") && $0.value > 0
                    }
                    try #require(given.isEmpty, "\(variant.name): \(given)")
                }
            }
        }
    }
}
