import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct ForwardingsTests {
    private static let services = [
        service("one", "{ports: [{port: 80}]}"), service("two", "{ports: [{port: 80}]}"),
        service("three", "{ports: [{port: 80}]}"),
    ].joined()

    /// What becomes of a route, as text: the answer, or destinations with weights and the mirror with its percentage.
    private static func show(_ route: String, in world: inout ObjectWorld) throws -> String {
        let spec = try #require(try proxySpec("{routes: [\(route)]}").routes.first)
        do {
            let action = try world.run { context, reader, findings throws(Finding) in
                try Forwardings.action(
                    of: spec, match: RouteMatch(path: .prefix("/")), hostRewrite: nil, namespace: "a", at: "routes[0]",
                    context: context, reader: &reader, findings: &findings)
            }
            switch action {
            case .respond(let response): return "\(response.statusCode)"
            case .redirect: return "redirect"
            case .forward(let forwarding):
                var words = forwarding.destinations.map { "\($0.cluster.service.name)=\($0.weight)" }
                if let mirror = forwarding.mirror {
                    words.append("mirror \(mirror.cluster.service.name)=\(mirror.percent)")
                }
                return words.joined(separator: " ")
            }
        } catch {
            return "\(error.type)/\(error.reason)"
        }
    }

    private static func services(_ list: String...) -> String {
        "{services: [\(list.map { "{port: 80, name: \($0)}" }.joined(separator: ", "))]}"
    }

    static let routes: [(String, String, Int)] = [
        (services("one"), "one=1", 0),
        (services("one, weight: 7"), "one=7", 0),
        (services("one", "two"), "one=1 two=1", 0),
        (services("one, weight: 90", "two, weight: 10"), "one=90 two=10", 0),
        (services("one, weight: 90", "two"), "one=90 two=0", 0),
        // Services that cannot be reached.
        (services("none"), "503", 1),
        (services("none", "gone"), "503", 2),
        (services("one", "none"), "one=1", 1),
        (services("one", "none, weight: 10"), "one=1", 1),
        // Mirrors.
        (services("one", "two, mirror: true"), "one=1 mirror two=100", 0),
        (services("one", "two, mirror: true, weight: 20"), "one=1 mirror two=20", 0),
        (
            services("one, weight: 3", "two, mirror: true, weight: 20", "three, weight: 1"),
            "one=3 three=1 mirror two=20", 0
        ),
        (services("one", "two, mirror: true", "three, mirror: true"), "ServiceError/OnlyOneMirror", 0),
        (services("one", "none, mirror: true", "three, mirror: true"), "ServiceError/OnlyOneMirror", 0),
        (services("one", "none, mirror: true"), "one=1", 1),
        (services("one, mirror: true"), "503", 0),
        (services("none", "two, mirror: true"), "503", 1),
        // What spoils the route.
        (services("one", "two, protocol: quic"), "ServiceError/UnsupportedProtocol", 0),
        (services("none", "two, protocol: quic"), "ServiceError/UnsupportedProtocol", 1),
        (
            services("one, protocol: tls, validation: {caSecret: x, subjectName: w}"),
            "ServiceError/TLSUpstreamValidation", 0
        ),
        (services("one, slowStartPolicy: {window: x}"), "ServiceError/SlowStartInvalid", 0),
        (
            services("one, requestHeadersPolicy: {set: [{name: 'a b', value: c}]}"),
            "ServiceError/RequestHeadersPolicyInvalid", 0
        ),
        (services("one, responseHeadersPolicy: {remove: ['']}"), "ServiceError/ResponseHeadersPolicyInvalid", 0),
        ("{services: [{name: one, port: 80}], timeoutPolicy: {idle: x}}", "RouteError/TimeoutPolicyNotValid", 0),
        ("{services: [{name: one, port: 80}], healthCheckPolicy: {path: x}}", "RouteError/HealthCheckPolicyInvalid", 0),
    ]

    @Test(arguments: routes)
    func `a route goes to the services that can be reached`(route: String, expected: String, errors: Int) throws {
        var world = try ObjectWorld(Self.services)
        let shown = try Self.show(route, in: &world)
        #expect(shown == expected)
        #expect(world.errors == Array(repeating: "ServiceError/ServiceUnresolvedReference", count: errors))
        #expect(world.findings.errors.allSatisfy { $0.message.hasPrefix("routes[0].services[") })
    }

    @Test func `what a route says reaches its forwarding and its clusters`() throws {
        var world = try ObjectWorld(Self.services)
        let spec = try proxySpec(
            """
            {routes: [{enableWebsockets: true, timeoutPolicy: {response: 5s, idle: infinity, idleConnection: 9s},
            retryPolicy: {count: 3}, loadBalancerPolicy: {strategy: Cookie}, healthCheckPolicy: {path: /h},
            pathRewritePolicy: {replacePrefix: [{replacement: /new}]}, internalRedirectPolicy: {maxInternalRedirects: 4},
            services: [{name: one, port: 80, protocol: tls, requestHeadersPolicy: {set: [{name: Host, value: own},
            {name: x-a, value: b}], remove: [x-c]}, responseHeadersPolicy: {set: [{name: x-d, value: e}]}},
            {name: two, port: 80, protocol: tls}]}]}
            """)
        let route = try #require(spec.routes.first)
        let action = try world.run { context, reader, findings throws(Finding) in
            try Forwardings.action(
                of: route, match: RouteMatch(path: .prefix("/old")), hostRewrite: .literal("all"), namespace: "a",
                context: context, reader: &reader, findings: &findings)
        }
        guard case .forward(let forwarding) = action else {
            Issue.record("\(action)")
            return
        }
        #expect(world.findings == Verdict())
        #expect(forwarding.timeouts == RouteTimeouts(response: .after(.seconds(5)), idle: .disabled))
        #expect(forwarding.retries?.count == 3)
        #expect(forwarding.allowsWebsockets)
        #expect(forwarding.pathRewrite == .prefix("/new"))
        #expect(forwarding.hostRewrite == .literal("all"))
        #expect(forwarding.hashing.count == 1)
        #expect(forwarding.internalRedirects?.limit == 4)
        let (one, two) = (forwarding.destinations.first, forwarding.destinations.last)
        #expect(one?.requestHeaders == HeaderPolicy(set: [HeaderValue(name: "X-A", value: "b")], remove: ["X-C"]))
        #expect(one?.responseHeaders == HeaderPolicy(set: [HeaderValue(name: "X-D", value: "e")]))
        #expect(one?.hostRewrite == .literal("own"))
        #expect(two?.hostRewrite == nil)
        #expect([one, two].map { $0?.cluster.tls.serverName } == ["own", "all"])
        for destination in forwarding.destinations {
            #expect(destination.cluster.loadBalancing == .cookie)
            #expect(destination.cluster.idleConnectionTimeout == .after(.seconds(9)))
            #expect(
                destination.cluster.healthCheck?.probe
                    == .http(path: "/h", host: HealthCheck.defaultHost, expectedStatuses: []))
        }
    }

    static let proxies: [(String, String, [String])] = [
        ("{services: [{name: one, port: 80}]}", "one=1", []),
        ("{services: [{name: one, port: 80}, {name: two, port: 80}]}", "one=1 two=1", []),
        ("{services: [{name: one, port: 80, weight: 3}, {name: two, port: 80}]}", "one=3", []),
        ("{services: [{name: one, port: 80, weight: 3}, {name: two, port: 80, weight: 1}]}", "one=3 two=1", []),
        (
            "{services: [{name: one, port: 80}, {name: none, port: 80}]}", "one=1",
            ["TCPProxyError/ServiceUnresolvedReference"]
        ),
        (
            "{services: [{name: one, port: 80}, {name: none, port: 80, weight: 5}]}", "one=1",
            ["TCPProxyError/ServiceUnresolvedReference"]
        ),
        ("{services: [{name: none, port: 80}]}", "TCPProxyError/ServiceUnresolvedReference", []),
        (
            "{services: [{name: none, port: 80}, {name: gone, port: 80}]}", "TCPProxyError/ServiceUnresolvedReference",
            ["TCPProxyError/ServiceUnresolvedReference"]
        ),
        ("{}", "TCPProxyError/NothingDefined", []),
        ("{services: [{name: one, port: 80, protocol: x}]}", "ServiceError/UnsupportedProtocol", []),
        (
            "{services: [{name: one, port: 80}], healthCheckPolicy: {timeoutSeconds: -1}}",
            "TCPProxyError/HealthCheckPolicyInvalid", []
        ),
    ]

    @Test(arguments: proxies)
    func `connections go to the services that can be reached`(text: String, expected: String, errors: [String]) throws {
        var world = try ObjectWorld(Self.services)
        let spec = try #require(try proxySpec("{tcpproxy: \(text)}").tcpproxy)
        var shown: String
        do {
            let proxy = try world.run { context, reader, findings throws(Finding) in
                try TCPProxying.proxy(spec, namespace: "a", context: context, reader: &reader, findings: &findings)
            }
            shown = proxy.destinations.map { "\($0.cluster.service.name)=\($0.weight)" }.joined(separator: " ")
        } catch {
            shown = "\(error.type)/\(error.reason)"
        }
        #expect(shown == expected)
        #expect(world.errors == errors)
    }

    static let strategies: [(String, LoadBalancing, Int)] = [
        ("RoundRobin", .roundRobin, 0), ("WeightedLeastRequest", .weightedLeastRequest, 0), ("Random", .random, 0),
        ("Cookie", .roundRobin, 1), ("RequestHash", .roundRobin, 1),
    ]

    @Test(arguments: strategies)
    func `connections are spread and checked as the tcpproxy says`(
        strategy: String, expected: LoadBalancing, warnings: Int
    ) throws {
        var world = try ObjectWorld(Self.services)
        let text = """
            {tcpproxy: {services: [{name: one, port: 80}], loadBalancerPolicy: {strategy: \(strategy)},
            healthCheckPolicy: {intervalSeconds: 7}}}
            """
        let spec = try #require(try proxySpec(text).tcpproxy)
        let proxy = try world.run { context, reader, findings throws(Finding) in
            try TCPProxying.proxy(spec, namespace: "a", context: context, reader: &reader, findings: &findings)
        }
        let cluster = try #require(proxy.destinations.first?.cluster)
        #expect(cluster.loadBalancing == expected)
        #expect(cluster.healthCheck?.probe == .tcp)
        #expect(cluster.healthCheck?.interval == .seconds(7))
        #expect(world.warnings == Array(repeating: "TCPProxyError/IgnoredField", count: warnings))
    }
}
