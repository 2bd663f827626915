import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct ForwardingPoliciesTests {
    private static func summary(_ findings: Verdict) -> [String] {
        findings.errors.map { "\($0.type)/\($0.reason)" } + findings.warnings.map { "\($0.type)/\($0.reason)" }
    }

    static let timeouts: [(String, TimeoutSetting?)] = [
        ("", .unset), ("0", .unset), ("0s", .unset), ("0h0m", .unset), ("infinity", .disabled), ("infinite", .disabled),
        ("1m30s", .after(.seconds(90))), ("250ms", .after(.milliseconds(250))),
        // Envoy would cut this to zero, which is no limit.
        ("10us", .after(.milliseconds(1))), ("1ns", .after(.milliseconds(1))),
        ("never", nil), ("10", nil), ("-1s", nil), ("Infinity", nil), (" 1s", nil), ("999999999h", nil),
    ]

    @Test(arguments: timeouts)
    func `a limit of time is read as Contour reads it`(text: String, expected: TimeoutSetting?) {
        let fields: [WritableKeyPath<Contour.TimeoutPolicy, String>] = [\.response, \.idle, \.idleConnection]
        for field in fields {
            var policy = Contour.TimeoutPolicy()
            policy[keyPath: field] = text
            let found = try? Timeouts.timeouts(policy)
            let settings = found.map { [$0.route.response, $0.route.idle, $0.idleConnection] }
            let wanted = expected.map { expected in fields.map { $0 == field ? expected : .unset } }
            #expect(settings == wanted)
        }
    }

    @Test func `a wrong limit names its field`() {
        var policy = Contour.TimeoutPolicy()
        policy.idle = "soon"
        do {
            _ = try Timeouts.timeouts(policy, at: "routes[0]")
            Issue.record("it was accepted")
        } catch {
            #expect("\(error.type)/\(error.reason)" == "RouteError/TimeoutPolicyNotValid")
            #expect(error.message.hasPrefix(#"routes[0].timeoutPolicy.idle: "soon" is not"#))
        }
    }

    private static func retry(_ edit: (inout Contour.RetryPolicy) -> Void) -> Contour.RetryPolicy {
        var policy = Contour.RetryPolicy()
        edit(&policy)
        return policy
    }

    static let retries: [(Contour.RetryPolicy, RetryPolicy?, Int)] = [
        (retry { _ in }, RetryPolicy(retryOn: "5xx", count: 1), 0),
        (retry { $0.count = 0 }, RetryPolicy(retryOn: "5xx", count: 1), 0),
        (retry { $0.count = 1 }, RetryPolicy(retryOn: "5xx", count: 1), 0),
        (retry { $0.count = -1 }, RetryPolicy(retryOn: "5xx", count: 0), 0),
        (retry { $0.count = 7 }, RetryPolicy(retryOn: "5xx", count: 7), 0),
        (retry { $0.count = Int.max }, RetryPolicy(retryOn: "5xx", count: .max), 0),
        (
            retry { $0.retryOn = ["gateway-error", "reset"] }, RetryPolicy(retryOn: "gateway-error,reset", count: 1), 0
        ),
        (retry { $0.retryOn = ["5xx", "whenever"] }, RetryPolicy(retryOn: "5xx", count: 1), 1),
        (retry { $0.retryOn = ["5xx,reset", ""] }, nil, 2),
        (
            retry {
                $0.retryOn = ["retriable-status-codes"]
                $0.retriableStatusCodes = [502, 504, -1]
            }, RetryPolicy(retryOn: "retriable-status-codes", count: 1, retriableStatusCodes: [502, 504]), 0
        ),
        (
            retry { $0.perTryTimeout = "2s" },
            RetryPolicy(retryOn: "5xx", count: 1, perTryTimeout: .after(.seconds(2))), 0
        ),
        (retry { $0.perTryTimeout = "infinity" }, RetryPolicy(retryOn: "5xx", count: 1), 0),
        (retry { $0.perTryTimeout = "please" }, RetryPolicy(retryOn: "5xx", count: 1), 0),
        (retry { $0.perTryTimeout = "0s" }, RetryPolicy(retryOn: "5xx", count: 1), 0),
    ]

    @Test(arguments: retries)
    func `retries are counted as Contour counts them`(
        policy: Contour.RetryPolicy, expected: RetryPolicy?, warnings: Int
    ) {
        var findings = Verdict()
        let found = Retries.policy(policy, findings: &findings)
        #expect(found == expected)
        #expect(Self.summary(findings) == Array(repeating: "SpecError/IgnoredField", count: warnings))
    }

    @Test func `no policy leaves everything to Envoy`() throws {
        var findings = Verdict()
        #expect(Retries.policy(nil, findings: &findings) == nil)
        #expect(InternalRedirects.policy(nil, findings: &findings) == nil)
        #expect(LoadBalancing.ofRoute(nil, findings: &findings) == (.roundRobin, []))
        #expect(LoadBalancing.ofTCPProxy(nil, findings: &findings) == .roundRobin)
        let timeouts = try Timeouts.timeouts(nil)
        #expect(timeouts == (RouteTimeouts(), .unset))
        #expect(findings == Verdict())
    }

    private static func balancing(
        _ strategy: String, _ hashes: [(inout Contour.RequestHashPolicy) -> Void] = []
    ) -> Contour.LoadBalancerPolicy {
        var policy = Contour.LoadBalancerPolicy()
        policy.strategy = strategy
        policy.requestHashPolicies = hashes.map { edit in
            var hash = Contour.RequestHashPolicy()
            edit(&hash)
            return hash
        }
        return policy
    }

    private static func header(_ name: String) -> Contour.HeaderHashOptions {
        var options = Contour.HeaderHashOptions()
        options.headerName = name
        return options
    }

    private static func parameter(_ name: String) -> Contour.QueryParameterHashOptions {
        var options = Contour.QueryParameterHashOptions()
        options.parameterName = name
        return options
    }

    static let strategies: [(Contour.LoadBalancerPolicy, LoadBalancing, [RequestHash], Int)] = [
        (balancing(""), .roundRobin, [], 0),
        (balancing("RoundRobin"), .roundRobin, [], 0),
        (balancing("magic"), .roundRobin, [], 0),
        (balancing("Random"), .random, [], 0),
        (balancing("Random", [{ $0.hashSourceIP = true }]), .random, [], 0),
        (balancing("WeightedLeastRequest"), .weightedLeastRequest, [], 0),
        (
            balancing("Cookie"), .cookie,
            [RequestHash(.sessionCookie(name: "X-Contour-Session-Affinity", path: "/"))], 0
        ),
        (
            balancing(
                "RequestHash",
                [
                    {
                        $0.headerHashOptions = header("x-user")
                        $0.terminal = true
                    }, { $0.queryParameterHashOptions = parameter("Foo") }, { $0.hashSourceIP = true },
                ]), .requestHash,
            [
                RequestHash(.header("X-User"), isTerminal: true), RequestHash(.queryParameter("foo")),
                RequestHash(.sourceAddress),
            ],
            0
        ),
        (
            balancing(
                "RequestHash",
                [
                    { $0.headerHashOptions = header("x-user") }, { $0.headerHashOptions = header("X-User") },
                    { $0.headerHashOptions = header("x user") }, { $0.headerHashOptions = header("") },
                    { $0.queryParameterHashOptions = parameter("a") },
                    { $0.queryParameterHashOptions = parameter("A") },
                    { $0.queryParameterHashOptions = parameter("") }, { $0.hashSourceIP = true },
                    { $0.hashSourceIP = true }, { _ in },
                    {
                        $0.hashSourceIP = true
                        $0.headerHashOptions = header("X-Other")
                    },
                ]), .requestHash,
            [RequestHash(.header("X-User")), RequestHash(.queryParameter("a")), RequestHash(.sourceAddress)], 8
        ),
        (balancing("RequestHash"), .roundRobin, [], 1),
        (balancing("RequestHash", [{ _ in }]), .roundRobin, [], 2),
        (
            balancing(
                "RequestHash",
                [
                    {
                        $0.hashSourceIP = true
                        $0.queryParameterHashOptions = parameter("a")
                    }
                ]), .roundRobin, [], 2
        ),
    ]

    @Test(arguments: strategies.indices)
    func `a strategy is taken with the hashes that are valid`(index: Int) {
        let (policy, strategy, hashing, warnings) = Self.strategies[index]
        var findings = Verdict()
        let found = LoadBalancing.ofRoute(policy, findings: &findings)
        #expect(found.strategy == strategy)
        #expect(found.hashing == hashing)
        #expect(Self.summary(findings) == Array(repeating: "SpecError/IgnoredField", count: warnings))
    }

    @Test(arguments: [
        ("RoundRobin", LoadBalancing.roundRobin, 0), ("Random", .random, 0), ("magic", .roundRobin, 0),
        ("WeightedLeastRequest", .weightedLeastRequest, 0), ("Cookie", .roundRobin, 1), ("RequestHash", .roundRobin, 1),
    ])
    func `connections of a tcpproxy are not hashed`(strategy: String, expected: LoadBalancing, warnings: Int) {
        var findings = Verdict()
        let found = LoadBalancing.ofTCPProxy(Self.balancing(strategy), findings: &findings)
        #expect(found == expected)
        #expect(Self.summary(findings) == Array(repeating: "TCPProxyError/IgnoredField", count: warnings))
    }

    private static func following(
        _ edit: (inout Contour.HTTPInternalRedirectPolicy) -> Void
    ) -> Contour.HTTPInternalRedirectPolicy {
        var policy = Contour.HTTPInternalRedirectPolicy()
        edit(&policy)
        return policy
    }

    static let redirects: [(Contour.HTTPInternalRedirectPolicy, InternalRedirectPolicy?, Int)] = [
        (following { _ in }, InternalRedirectPolicy(), 0),
        (following { $0.maxInternalRedirects = 5 }, InternalRedirectPolicy(limit: 5), 0),
        (following { $0.allowCrossSchemeRedirect = "Always" }, InternalRedirectPolicy(crossScheme: .always), 0),
        (following { $0.allowCrossSchemeRedirect = "SafeOnly" }, InternalRedirectPolicy(crossScheme: .safeOnly), 0),
        (following { $0.allowCrossSchemeRedirect = "Never" }, InternalRedirectPolicy(), 0),
        (following { $0.denyRepeatedRouteRedirect = true }, InternalRedirectPolicy(deniesRepeatedRoute: true), 0),
        (
            following { $0.redirectResponseCodes = [301, 302, 303, 307, 308, 301] },
            InternalRedirectPolicy(statusCodes: [301, 302, 303, 307, 308]), 0
        ),
        (following { $0.redirectResponseCodes = [302, 304] }, InternalRedirectPolicy(statusCodes: [302]), 1),
        (following { $0.redirectResponseCodes = [304, 305] }, nil, 2),
    ]

    @Test(arguments: redirects)
    func `redirects of backends are followed as asked`(
        policy: Contour.HTTPInternalRedirectPolicy, expected: InternalRedirectPolicy?, warnings: Int
    ) {
        var findings = Verdict()
        let found = InternalRedirects.policy(policy, findings: &findings)
        #expect(found == expected)
        #expect(Self.summary(findings) == Array(repeating: "SpecError/IgnoredField", count: warnings))
    }
}
