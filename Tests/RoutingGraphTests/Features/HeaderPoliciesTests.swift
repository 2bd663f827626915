import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct HeaderPoliciesTests {
    private static func policy(
        set: [(String, String)] = [], remove: [String] = []
    ) -> Contour.HeadersPolicy {
        var policy = Contour.HeadersPolicy()
        policy.set = set.map { name, value in
            var header = Contour.HeaderValue()
            header.name = name
            header.value = value
            return header
        }
        policy.remove = remove
        return policy
    }

    private static func service(_ name: String, _ port: Int, mirror: Bool = false) -> Contour.Service {
        var service = Contour.Service()
        service.name = name
        service.port = port
        service.mirror = mirror
        return service
    }

    private static func route(_ services: Contour.Service...) -> Contour.Route {
        var route = Contour.Route()
        route.services = services
        return route
    }

    private static let toRoute = HeaderContext.requests(of: route(), in: "shop")
    private static let fromRoute = HeaderContext.responses(of: route(), in: "shop")
    private static let toService = HeaderContext.requests(to: service("cart", 80), in: "shop")
    private static let fromService = HeaderContext.responses(of: service("cart", 80), in: "shop")

    private static func changes(
        _ policy: Contour.HeadersPolicy?, _ context: HeaderContext
    ) throws(Finding) -> HeaderPolicies.Changes {
        var findings = Verdict()
        let changes = try HeaderPolicies.policy(policy, context: context, findings: &findings)
        #expect(findings == Verdict())
        return changes
    }

    @Test func `no policy does nothing`() throws {
        let none = try Self.changes(nil, Self.toRoute)
        #expect(none == HeaderPolicies.Changes())
        let empty = try Self.changes(Self.policy(), Self.fromService)
        #expect(empty == HeaderPolicies.Changes())
    }

    @Test func `names are written as Go writes them and sorted`() throws {
        let policy = Self.policy(set: [("x-zOO", "1"), ("l5d-dst-override", "2")], remove: ["X-B", "x-a", "ETAG"])
        let changes = try Self.changes(policy, Self.toRoute)
        #expect(changes.policy.set.map(\.name) == ["L5d-Dst-Override", "X-Zoo"])
        #expect(changes.policy.set.map(\.value) == ["2", "1"])
        #expect(changes.policy.remove == ["Etag", "X-A", "X-B"])
        #expect(changes.policy.add.isEmpty)
    }

    /// What the user writes, and what Envoy gets, at a service `cart` with port 80 in the namespace `shop`.
    static let values: [(String, String)] = [
        ("100", "100"),
        ("100%", "100%%"),
        ("%%%%%", "%%%%%%%%%%"),
        ("%HOSTNAME%", "%HOSTNAME%"),
        ("%hostname%", "%%hostname%%"),
        ("%UNKNOWN%", "%%UNKNOWN%%"),
        ("%HOSTNAME", "%%HOSTNAME"),
        ("100%%HOSTNAME%%", "100%%%HOSTNAME%%%"),
        ("%HOSTNAME% - %PROTOCOL%", "%HOSTNAME% - %PROTOCOL%"),
        ("%HOSTNAME%PROTOCOL%", "%HOSTNAME%PROTOCOL%%"),
        ("%START_TIME(%s)%", "%%START_TIME(%%s)%%"),
        ("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%", "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%"),
        ("%DYNAMIC_METADATA(a:b)%", "%%DYNAMIC_METADATA(a:b)%%"),
        ("%ENVIRONMENT(HOME)%", "%%ENVIRONMENT(HOME)%%"),
        ("%REQ(Host)%", "%REQ(Host)%"),
        ("%REQ(Host):9%", "%REQ(Host):9%"),
        ("%REQ(:PATH)%", "%REQ(:PATH)%"),
        ("%REQ(X-Foo?X-Bar)%", "%REQ(X-Foo?X-Bar)%"),
        ("%REQ(X-Foo?X-Bar):10%", "%REQ(X-Foo?X-Bar):10%"),
        ("%REQ(X_Foo?:PATH)%", "%REQ(X_Foo?:PATH)%"),
        ("%REQ(X-Foo?X-Bar):baz%", "%%REQ(X-Foo?X-Bar):baz%%"),
        ("%REQ(inv@lid-header)%", "%%REQ(inv@lid-header)%%"),
        ("%REQ()%", "%%REQ()%%"),
        ("%REQ(X)", "%%REQ(X)"),
        ("%REQ(X):99999999999999999999%", "%%REQ(X):99999999999999999999%%"),
        ("%RESP(X)%", "%%RESP(X)%%"),
        (
            "%CONTOUR_SERVICE_NAME%.%CONTOUR_NAMESPACE%.svc.cluster.local:%CONTOUR_SERVICE_PORT%",
            "cart.shop.svc.cluster.local:80"
        ),
        ("naïve %HOSTNAME% ☕%", "naïve %HOSTNAME% ☕%%"),
    ]

    @Test(arguments: values)
    func `only known variables keep their meaning`(written: String, sent: String) throws {
        let changes = try Self.changes(Self.policy(set: [("X", written)]), Self.toService)
        #expect(changes.policy.set.map(\.value) == [sent])
        let response = try Self.changes(Self.policy(set: [("X", written)]), Self.fromService)
        #expect(response.policy.set.map(\.value) == [sent])
    }

    static let routeVariables: [(Contour.Route, String)] = [
        (route(service("cart", 80)), "cart:80"),
        (route(service("cart", 80), service("copy", 81, mirror: true)), "cart:80"),
        (route(service("cart", 80), service("till", 81)), "%%CONTOUR_SERVICE_NAME%%:%%CONTOUR_SERVICE_PORT%%"),
        (route(), "%%CONTOUR_SERVICE_NAME%%:%%CONTOUR_SERVICE_PORT%%"),
    ]

    @Test(arguments: routeVariables)
    func `a route knows its service's name if it has only one`(route: Contour.Route, sent: String) throws {
        let policy = Self.policy(set: [("X", "%CONTOUR_SERVICE_NAME%:%CONTOUR_SERVICE_PORT%")])
        let request = try Self.changes(policy, .requests(of: route, in: "shop"))
        #expect(request.policy.set.map(\.value) == [sent])
        let response = try Self.changes(policy, .responses(of: route, in: "shop"))
        #expect(response.policy.set.map(\.value) == [sent])
    }

    @Test func `a variable's value is data`() throws {
        let context = HeaderContext.requests(to: Self.service("%HOSTNAME%", 80), in: "shop")
        let changes = try Self.changes(Self.policy(set: [("X", "%CONTOUR_SERVICE_NAME%")]), context)
        #expect(changes.policy.set.map(\.value) == ["%%HOSTNAME%%"])
    }

    static let hosts: [(String, HostRewrite)] = [
        ("example.com", .literal("example.com")),
        ("100%", .literal("100%")),
        ("%REQ(x-host-name)%", .header("X-Host-Name")),
        ("%req(X-Host)%", .literal("%req(X-Host)%")),
        ("%REQ( X-Host )%", .literal("%REQ( X-Host )%")),
        ("%REQ(:path)%", .literal("%REQ(:path)%")),
        ("%REQ%REQ(X)%", .header("X")),
    ]

    @Test(arguments: hosts)
    func `Host is rewritten to a name or from a header`(value: String, expected: HostRewrite) throws {
        let changes = try Self.changes(Self.policy(set: [("host", value), ("X", "1")]), Self.toRoute)
        #expect(changes.hostRewrite == expected)
        #expect(changes.policy.set == [HeaderValue(name: "X", value: "1")])
    }

    @Test func `a service takes Host as a name, not from a header`() throws {
        let literal = try Self.changes(Self.policy(set: [("Host", "example.com")]), Self.toService)
        #expect(literal.hostRewrite == .literal("example.com"))
        var findings = Verdict()
        let dynamic = try HeaderPolicies.policy(
            Self.policy(set: [("Host", "%REQ(X-Host)%")]), context: Self.toService, findings: &findings)
        #expect(dynamic == HeaderPolicies.Changes())
        #expect(findings.errors.isEmpty)
        #expect(findings.warnings.map { "\($0.type)/\($0.reason)" } == ["SpecError/IgnoredField"])
    }

    /// As in Contour: the last name counts, and any name before a header.
    static let repeatedHosts: [([String], HostRewrite?)] = [
        (["a", "b"], .literal("b")), (["a", "a"], .literal("a")), (["a", ""], nil),
        (["a", "%REQ(X)%"], .literal("a")), (["%REQ(X)%", "a"], .literal("a")),
        (["%REQ(X)%", "%REQ(Y)%"], .header("Y")), (["a", "%REQ(X)%", ""], .header("X")),
    ]

    @Test(arguments: repeatedHosts)
    func `Host may be set twice, with a warning`(values: [String], expected: HostRewrite?) throws {
        var findings = Verdict()
        let changes = try HeaderPolicies.policy(
            Self.policy(set: values.map { ("Host", $0) }), context: Self.toRoute, findings: &findings)
        #expect(changes == HeaderPolicies.Changes(hostRewrite: expected))
        #expect(findings.errors.isEmpty)
        #expect(findings.warnings.count == values.count - 1)
        #expect(findings.warnings.allSatisfy { $0.type == "SpecError" && $0.reason == "IgnoredField" })
    }

    static let wrong: [(String, Contour.HeadersPolicy)] = [
        ("set twice", policy(set: [("X-A", "1"), ("x-a", "2")])),
        ("removed twice", policy(remove: ["X-A", "x-a"])),
        ("Host removed", policy(remove: ["host"])),
        ("no name", policy(set: [("", "1")])),
        ("underscore", policy(set: [("x_a", "1")])),
        ("space", policy(set: [("x a", "1")])),
        ("pseudo-header", policy(set: [(":path", "/")])),
        ("pseudo-header removed", policy(remove: [":path"])),
        ("not ASCII", policy(set: [("É", "1")])),
        ("line feed in a name", policy(set: [("X\n", "1")])),
        ("line feed", policy(set: [("X", "1\nY: 2")])),
        ("carriage return", policy(set: [("X", "1\r\nY: 2")])),
        ("NUL", policy(set: [("X", "\0")])),
        ("delete", policy(set: [("X", "\u{7F}")])),
        ("line feed in Host", policy(set: [("Host", "a\nb")])),
        ("long value", policy(set: [("X", String(repeating: "v", count: 16_385))])),
        ("long when escaped", policy(set: [("X", String(repeating: "%", count: 8193))])),
        ("long Host", policy(set: [("Host", String(repeating: "v", count: 16_385))])),
        ("long name", policy(set: [(String(repeating: "n", count: 16_385), "1")])),
        ("101 set", policy(set: (0..<101).map { ("X-\($0)", "1") })),
        ("101 removed", policy(remove: (0..<101).map { "X-\($0)" })),
    ]

    @Test(arguments: wrong)
    func `what Envoy would refuse is refused in Contour's words`(name: String, policy: Contour.HeadersPolicy) {
        let reasons: [(HeaderContext, String)] = [
            (Self.toRoute, "RouteError/RequestHeadersPolicyInvalid"),
            (Self.fromRoute, "RouteError/ResponseHeaderPolicyInvalid"),
            (Self.toService, "ServiceError/RequestHeadersPolicyInvalid"),
            (Self.fromService, "ServiceError/ResponseHeadersPolicyInvalid"),
        ]
        for (context, reason) in reasons {
            let found = refusal { () throws(Finding) in try Self.changes(policy, context) }
            #expect(found == reason)
        }
    }

    static let right: [Contour.HeadersPolicy] = [
        policy(set: [("X", "a\tb")]),
        policy(set: [("X", "")]),
        policy(set: [("X", String(repeating: "v", count: 16_384))]),
        policy(set: (0..<100).map { ("X-\($0)", "1") }, remove: (0..<100).map { "X-\($0)" }),
    ]

    @Test(arguments: right.indices)
    func `what Envoy takes is taken`(index: Int) throws {
        let policy = Self.right[index]
        let changes = try Self.changes(policy, Self.fromRoute)
        #expect(changes.policy.set.count == policy.set.count)
        #expect(changes.policy.remove.count == policy.remove.count)
    }

    @Test func `responses have no Host`() {
        for context in [Self.fromRoute, Self.fromService] {
            let found = refusal { () throws(Finding) in try Self.changes(Self.policy(set: [("Host", "a")]), context) }
            #expect(found?.contains("Header") == true)
        }
    }

    @Test func `a finding names the field`() {
        let context = HeaderContext.requests(
            to: Self.service("cart", 80), in: "shop", at: "routes[1].services[0]")
        do {
            _ = try Self.changes(Self.policy(set: [("a b", "1")]), context)
            Issue.record("it was accepted")
        } catch {
            #expect(error.message.hasPrefix(#"routes[1].services[0].requestHeadersPolicy.set[0]: "a b" is not"#))
        }
    }
}
