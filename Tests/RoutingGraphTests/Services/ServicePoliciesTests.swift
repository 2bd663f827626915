import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct ServicePoliciesTests {
    static let weights: [([Int], [UInt32])] = [
        ([], []), ([0], [1]), ([5], [5]), ([0, 0, 0], [1, 1, 1]), ([90, 10], [90, 10]), ([0, 10], [0, 10]),
        ([Int(UInt32.max), 0], [.max, 0]), ([Int(UInt32.max), 1], [.max / 2, 1]),
        ([Int.max, Int.max], [0x7FFF_FFFF, 0x7FFF_FFFF]),
        ([Int.max, 1], [.max, 1].map { $0 == .max ? 0x7FFF_FFFF : $0 }),
        ([-1, 3], [0, 3]),
    ]

    @Test(arguments: weights)
    func `shares keep their proportion within what Envoy takes`(weights: [Int], expected: [UInt32]) {
        let shares = Weights.shares(weights)
        #expect(shares == expected)
        #expect(shares.reduce(0) { $0 + UInt64($1) } <= UInt64(UInt32.max))
    }

    @Test(
        arguments: [(0, 100), (1, 1), (50, 50), (100, 100), (101, 100), (Int.max, 100), (-1, 100)] as [(Int, UInt32)])
    func `a mirror's weight is a percentage`(weight: Int, expected: UInt32) {
        #expect(Weights.mirrorPercent(weight) == expected)
    }

    private static func http(_ text: String) throws -> Contour.HTTPHealthCheckPolicy {
        try #require(try proxySpec("{routes: [{healthCheckPolicy: \(text)}]}").routes.first?.healthCheckPolicy)
    }

    static let checks: [(String, HealthCheck?)] = [
        (
            "{path: /healthy}",
            HealthCheck(
                probe: .http(path: "/healthy", host: "contour-envoy-healthcheck", expectedStatuses: []), timeout: .zero,
                interval: .zero, unhealthyThreshold: 0, healthyThreshold: 0)
        ),
        (
            """
            {path: /, host: h, intervalSeconds: 5, timeoutSeconds: 3, unhealthyThresholdCount: 4,
            healthyThresholdCount: 6, expectedStatuses: [{start: 200, end: 300}, {start: 599, end: 600}]}
            """,
            HealthCheck(
                probe: .http(path: "/", host: "h", expectedStatuses: [200..<300, 599..<600]), timeout: .seconds(3),
                interval: .seconds(5), unhealthyThreshold: 4, healthyThreshold: 6)
        ),
        ("{}", nil), ("{path: ''}", nil), ("{path: healthy}", nil), (#"{path: "/a\nb"}"#, nil),
        (#"{path: /, host: "a\rb"}"#, nil),
        // Envoy refuses the cluster for an empty range.
        ("{path: /, expectedStatuses: [{start: 200, end: 200}]}", nil),
        ("{path: /, expectedStatuses: [{start: 300, end: 200}]}", nil),
        ("{path: /, expectedStatuses: [{start: 99, end: 200}]}", nil),
        ("{path: /, expectedStatuses: [{start: 200, end: 601}]}", nil),
        ("{path: /, expectedStatuses: [{start: 200, end: 300}, {start: 600, end: 600}]}", nil),
        ("{path: /, expectedStatuses: [{}]}", nil),
        ("{path: /, intervalSeconds: -1}", nil), ("{path: /, timeoutSeconds: -1}", nil),
        ("{path: /, timeoutSeconds: 9223372036854775807}", nil), ("{path: /, intervalSeconds: 31536001}", nil),
        ("{path: /, unhealthyThresholdCount: 4294967296}", nil),
        ("{path: /, healthyThresholdCount: 9223372036854775807}", nil),
    ]

    @Test(arguments: checks)
    func `health is checked over HTTP as Envoy takes it`(text: String, expected: HealthCheck?) throws {
        let policy = try Self.http(text)
        var found: HealthCheck?
        let refused = refusal { () throws(Finding) in found = try HealthChecks.http(policy, at: "routes[0]") }
        #expect(found == expected)
        #expect(refused == (expected == nil ? "RouteError/HealthCheckPolicyInvalid" : nil))
    }

    @Test func `health is checked by connecting`() throws {
        let none = try HealthChecks.tcp(nil)
        #expect(none == nil)
        var policy = Contour.TCPHealthCheckPolicy()
        policy.intervalSeconds = 5
        policy.timeoutSeconds = 3
        policy.unhealthyThresholdCount = 4
        policy.healthyThresholdCount = 6
        let found = try HealthChecks.tcp(policy)
        #expect(
            found
                == HealthCheck(
                    probe: .tcp, timeout: .seconds(3), interval: .seconds(5), unhealthyThreshold: 4,
                    healthyThreshold: 6))
        let fields: [WritableKeyPath<Contour.TCPHealthCheckPolicy, Int>] = [
            \.intervalSeconds, \.timeoutSeconds, \.unhealthyThresholdCount, \.healthyThresholdCount,
        ]
        for field in fields {
            for value in [-1, Int.max] {
                var wrong = policy
                wrong[keyPath: field] = value
                let refused = refusal { [wrong] () throws(Finding) in try HealthChecks.tcp(wrong) }
                #expect(refused == "TCPProxyError/HealthCheckPolicyInvalid")
            }
        }
    }

    static let slowStarts: [(String, LoadBalancing, SlowStart?, Bool)] = [
        ("{window: 10s}", .roundRobin, SlowStart(window: .seconds(10), aggression: 1, minimumWeightPercent: 10), true),
        (
            "{window: 1m30s, aggression: '2.5', minWeightPercent: 0}", .weightedLeastRequest,
            SlowStart(window: .seconds(90), aggression: 2.5, minimumWeightPercent: 0), true
        ),
        ("{window: 0s}", .roundRobin, nil, true), ("{window: 0s, aggression: '0.0'}", .roundRobin, nil, true),
        ("{window: 10s}", .random, nil, false), ("{window: 10s}", .cookie, nil, false),
        ("{window: 10s}", .requestHash, nil, false), ("{window: 0s}", .random, nil, false),
        ("{window: ten}", .roundRobin, nil, false), ("{window: -1s}", .roundRobin, nil, false),
        ("{}", .roundRobin, nil, false), ("{window: 1s, aggression: '0'}", .roundRobin, nil, false),
        ("{window: 1s, aggression: '0.0'}", .roundRobin, nil, false),
        ("{window: 1s, aggression: '-1'}", .roundRobin, nil, false),
        ("{window: 1s, aggression: 'nan'}", .roundRobin, nil, false),
        ("{window: 1s, aggression: 'inf'}", .roundRobin, nil, false),
        ("{window: 1s, aggression: '1.0.0'}", .roundRobin, nil, false),
        ("{window: 1s, aggression: '1e3'}", .roundRobin, nil, false),
        ("{window: 1s, minWeightPercent: 101}", .roundRobin, nil, false),
        ("{window: 1s, minWeightPercent: -1}", .roundRobin, nil, false),
    ]

    @Test(arguments: slowStarts)
    func `a slow start is one that Envoy can do`(
        text: String, loadBalancing: LoadBalancing, expected: SlowStart?, isValid: Bool
    ) throws {
        let spec = try proxySpec("{routes: [{services: [{name: s, port: 80, slowStartPolicy: \(text)}]}]}")
        var policy = try #require(spec.routes.first?.services.first?.slowStartPolicy)
        if text.contains("101") { policy.minWeightPercent = 101 }
        if text.contains("minWeightPercent: -1") { policy.minWeightPercent = -1 }
        var found: SlowStart?
        let refused = refusal { [policy] () throws(Finding) in
            found = try SlowStarts.slowStart(policy, with: loadBalancing, at: "services[0]")
        }
        #expect(found == expected)
        #expect(refused == (isValid ? nil : "ServiceError/SlowStartInvalid"))
    }
}
