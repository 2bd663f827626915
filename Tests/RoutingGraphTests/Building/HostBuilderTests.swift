import KubernetesAPI
import ObjectStore
import RoutingGraph
import Testing

/// What becomes of a host that objects claim.
@Suite struct `a host` {
    private static let root = "virtualhost: {fqdn: x.test}"
    private static let secureRoot = "virtualhost: {fqdn: x.test, tls: {secretName: c}}"

    @Test func `is served by its root`() async throws {
        var world = GraphWorld()
        try await world.add(backend("s"), proxy("r", "{\(Self.root), routes: [\(route("/", "s"))]}"))
        #expect(world.plain("x.test") == ["/ a/s"])
        #expect(world.secure("x.test") == [])
        #expect(world.told("r") == "valid")
        await world.remove(.httpProxy, "r")
        #expect(world.graph[host: "x.test"] == nil && world.told("r") == nil && world.graph.hosts.isEmpty)
    }

    @Test func `belongs to the oldest of several roots, and to the next when that goes`() async throws {
        var world = GraphWorld()
        try await world.add(
            backend("s"), backend("t"),
            proxy("young", "{\(Self.root), routes: [\(route("/", "t"))]}", created: "09"),
            proxy("old", "{\(Self.root), routes: [\(route("/", "s"))]}", created: "01"))
        #expect(world.plain("x.test") == ["/ a/s"])
        #expect(world.told("old") == "valid" && world.told("young") == "invalid VirtualHostError/DuplicateVhost")
        await world.remove(.httpProxy, "old")
        #expect(world.plain("x.test") == ["/ a/t"] && world.told("young") == "valid")
    }

    @Test func `belongs to nobody when several claim it, if the operator wants Contour's way`() async throws {
        var world = GraphWorld(GraphSettings(duplicateHosts: .invalidateAll))
        try await world.add(
            backend("s"), proxy("p", "{\(Self.root), routes: [\(route("/", "s"))]}"),
            proxy("q", "{virtualhost: {fqdn: X.test}, routes: [\(route("/", "s"))]}"))
        #expect(world.plain("x.test") == [])
        #expect(world.told("p") == "invalid VirtualHostError/DuplicateVhost")
        #expect(world.told("q") == world.told("p"))
        await world.remove(.httpProxy, "q")
        #expect(world.plain("x.test") == ["/ a/s"] && world.told("p") == "valid")
    }

    @Test func `cannot be taken by a root outside the root namespaces`() async throws {
        var world = GraphWorld(GraphSettings(rootNamespaces: ["b"]))
        try await world.add(
            backend("s", in: "b"), proxy("p", "{\(Self.root), routes: [\(route("/", "s"))]}", created: "01"),
            proxy("q", "{\(Self.root), routes: [\(route("/", "s"))]}", in: "b", created: "02"))
        #expect(world.plain("x.test") == ["/ b/s"] && world.told("q", in: "b") == "valid")
        #expect(world.told("p") == "invalid RootNamespaceError/RootProxyNotAllowedInNamespace")
    }

    static let refused = [
        ("{virtualhost: {fqdn: ''}, routes: [\(route("/", "s"))]}", "VirtualHostError/FQDNNotSpecified"),
        ("{virtualhost: {fqdn: '*'}, routes: [\(route("/", "s"))]}", "VirtualHostError/FQDNNotValid"),
        ("{virtualhost: {fqdn: 'a b'}, routes: [\(route("/", "s"))]}", "VirtualHostError/FQDNNotValid"),
        ("{virtualhost: {fqdn: 'x.*.test'}, routes: [\(route("/", "s"))]}", "VirtualHostError/FQDNNotValid"),
        ("{\(root)}", "SpecError/NothingDefined"),
        ("{\(root), tcpproxy: {services: [{name: s, port: 80}]}}", "TCPProxyError/TLSMustBeConfigured"),
        (
            "{virtualhost: {fqdn: x.test, tls: {passthrough: true}}, routes: [\(route("/", "s"))]}",
            "TLSError/TLSConfigNotValid"
        ),
        (
            "{virtualhost: {fqdn: x.test, tls: {secretName: none}}, routes: [\(route("/", "s"))]}",
            "TLSError/SecretNotValid"
        ),
        (
            "{virtualhost: {fqdn: x.test, ipAllowPolicy: [{source: Peer, cidr: 10.0.0.0/8}]}, routes: [\(route("/", "s"))]}",
            "SpecError/FeatureNotSupported"
        ),
        (
            "{\(root), routes: [{conditions: [{regex: '('}], services: [{name: s, port: 80}]}]}",
            "RouteError/PathMatchConditionsNotValid"
        ),
        ("{\(root), routes: 7}", "SpecError/FieldNotValid"),
        (
            "{virtualhost: {fqdn: x.test, tls: {passthrough: true}}, tcpproxy: {services: [{name: s, port: 80}], include: {name: t}}}",
            "TCPProxyError/NoServicesAndInclude"
        ),
    ]

    @Test(arguments: refused)
    func `is not served at all when its root is wrong`(spec: String, reason: String) async throws {
        var world = GraphWorld()
        try await world.add(backend("s"), proxy("r", spec))
        #expect(world.graph.hosts.allSatisfy { $0.plain == nil && $0.secure == nil })
        #expect(world.told("r") == "invalid \(reason)")
    }

    @Test func `answers 500 for a wrong route and the others, or loses the object as in Contour`() async throws {
        let spec =
            "{\(Self.root), routes: [\(route("/", "s")), \(route("/bad", "s", ", timeoutPolicy: {response: soon}"))]}"
        for (settings, routes) in [
            (GraphSettings(), ["/bad 500", "/ a/s"]), (GraphSettings(invalidRoutes: .dropObject), []),
        ] {
            var world = GraphWorld(settings)
            try await world.add(backend("s"), proxy("r", spec))
            #expect(world.plain("x.test") == routes)
            #expect(world.told("r") == "invalid RouteError/TimeoutPolicyNotValid")
        }
    }

    @Test func `with TLS sends plain HTTP there, but for what permits it`() async throws {
        let spec =
            "{\(Self.secureRoot), routes: [\(route("/", "s")), \(route("/open", "s", ", permitInsecure: true"))]}"
        for (settings, open) in [
            (GraphSettings(), "/open a/s"), (GraphSettings(disablesPermitInsecure: true), "/open https"),
        ] {
            var world = GraphWorld(settings)
            await world.add(certificate: "c", in: "a")
            try await world.add(backend("s"), proxy("r", spec))
            #expect(world.plain("x.test") == [open, "/ https"])
            #expect(world.secure("x.test") == ["/open a/s", "/ a/s"])
        }
    }

    @Test func `comes and goes with its certificate`() async throws {
        var world = GraphWorld()
        try await world.add(backend("s"), proxy("r", "{\(Self.secureRoot), routes: [\(route("/", "s"))]}"))
        #expect(world.plain("x.test") == [] && world.told("r") == "invalid TLSError/SecretNotValid")
        await world.add(certificate: "c", in: "a")
        #expect(world.secure("x.test") == ["/ a/s"] && world.told("r") == "valid")
        await world.remove(.secret, "c")
        #expect(world.secure("x.test") == [] && world.plain("x.test") == [])
    }

    @Test func `hands connections on, as they come or with TLS ended`() async throws {
        for (tls, how) in [("{passthrough: true}", "passed"), ("{secretName: c}", "ended")] {
            var world = GraphWorld()
            await world.add(certificate: "c", in: "a")
            try await world.add(
                backend("s"),
                proxy(
                    "r",
                    "{virtualhost: {fqdn: x.test, tls: \(tls)}, routes: [\(route("/", "s"))], tcpproxy: {include: {name: t}}}"
                ),
                proxy("t", "{tcpproxy: {services: [{name: s, port: 80}]}}"))
            #expect(world.secure("x.test") == ["tcp \(how) s"])
            #expect(world.plain("x.test") == ["/ https"])
            #expect(world.told("r") == "valid" && world.told("t") == "valid")
        }
    }

    @Test func `whose tcpproxy is included in a circle is not served, and who closes it is told too`() async throws {
        let root = "virtualhost: {fqdn: x.test, tls: {passthrough: true}}"
        let cycle = "TCPProxyIncludeError/IncludeCreatesCycle"
        var world = GraphWorld()
        try await world.add(
            proxy("r", "{\(root), tcpproxy: {include: {name: t}}}"),
            proxy("t", "{tcpproxy: {include: {name: u}}}"), proxy("u", "{tcpproxy: {include: {name: t}}}"))
        #expect(world.secure("x.test") == [])
        #expect(world.told("r") == "invalid \(cycle)" && world.told("u") == "invalid \(cycle)")
        #expect(world.told("t") == "valid")
    }

    @Test(arguments: [32, 33])
    func `whose tcpproxy is more than 32 includes away is told so, and nobody on the way`(count: Int) async throws {
        var world = GraphWorld()
        let chain = (1..<count).map { proxy("t\($0)", "{tcpproxy: {include: {name: t\($0 + 1)}}}") }
        try await world.add(
            backend("s"),
            proxy(
                "r",
                "{virtualhost: {fqdn: x.test, tls: {passthrough: true}}, tcpproxy: {include: {name: t1}}}"),
            chain.joined(separator: "\n---\n"),
            proxy("t\(count)", "{tcpproxy: {services: [{name: s, port: 80}]}}"))
        let isServed = count == 32
        #expect(world.secure("x.test") == (isServed ? ["tcp passed s"] : []))
        #expect(world.told("r") == (isServed ? "valid" : "invalid TCPProxyIncludeError/IncludeTooDeep"))
        for number in 1...32 { #expect(world.told("t\(number)") == "valid") }
        #expect(world.told("t33") == (isServed ? nil : "orphaned Orphaned/Orphaned"))
    }

    /// `authorization` of a host, and what its own and an included route with `authPolicy` become.
    @Test(arguments: [
        ("", ["/c/ a/s", "/ a/s"], "valid"),
        (
            "authorization: {extensionRef: {name: e}, authPolicy: {disabled: true}}", ["/c/ 500", "/ 500"],
            "invalid SpecError/FeatureNotSupported"
        ),
        ("authorization: {extensionRef: {name: e}}", [], "invalid SpecError/FeatureNotSupported"),
    ])
    func `refuses routes that ask for authorization only where the root has some`(
        authorization: String, routes: [String], told: String
    ) async throws {
        var world = GraphWorld()
        let asking = route("/", "s", ", authPolicy: {disabled: false, context: {a: b}}")
        try await world.add(
            backend("s"),
            proxy(
                "r",
                "{virtualhost: {fqdn: x.test, \(authorization)}, routes: [\(asking)], includes: [{name: c, conditions: [{prefix: /c}]}]}"
            ),
            proxy("c", "{routes: [\(asking)]}"))
        #expect(world.plain("x.test") == routes && world.told("r") == told)
        guard !routes.isEmpty else { return }
        #expect(world.told("c") == told)
        let status = world.graph.statuses[ObjectKey(.httpProxy, namespace: "a", name: "c")]
        #expect(status?.verdict.warnings.map(\.reason) == (told == "valid" ? ["IgnoredField"] : []))
    }

    @Test func `whose tcpproxy includes an object with a wrong field is not served`() async throws {
        var world = GraphWorld()
        try await world.add(
            backend("s"),
            proxy("r", "{virtualhost: {fqdn: x.test, tls: {passthrough: true}}, tcpproxy: {include: {name: t}}}"),
            proxy("t", "{tcpproxy: {services: [{name: s, port: 80, protocol: tls, validation: ca}]}}"))
        #expect(world.secure("x.test") == [])
        #expect(world.told("r") == "invalid SpecError/FieldNotValid")
    }

    @Test func `with more wrong fields than are kept is not served`() async throws {
        let wrong = (0..<100).map { route("/r\($0)", "s", ", enableWebsockets: 7") }.joined(separator: ", ")
        let last = route("/secret", "s", ", ipAllowPolicy: 10.0.0.0/8")
        var world = GraphWorld()
        try await world.add(backend("s"), proxy("r", "{\(Self.root), routes: [\(wrong), \(last)]}"))
        #expect(world.plain("x.test") == [])
    }

    @Test func `is shared by Ingresses and a root, which wins where both ask for the same`() async throws {
        func ingress(_ name: String, _ path: String, _ service: String, _ more: String, created: String) -> String {
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: \(name), namespace: a, creationTimestamp: '2026-01-01T00:00:\(created)Z'}
            spec: {\(more)rules: [{host: x.test, http: {paths: [{path: \(path), pathType: Exact, backend: {service: {name: \(service), port: {number: 80}}}}]}}]}
            """
        }
        var world = GraphWorld()
        try await world.add(
            backend("s"), backend("t"), backend("u"), ingress("young", "/p", "t", "", created: "05"),
            ingress("old", "/p", "s", "", created: "01"), ingress("other", "/q", "t", "", created: "03"))
        #expect(world.plain("x.test") == ["/q a/t", "/p a/s"] && world.secure("x.test") == [])
        // One certificate is enough for all Ingresses of the host.
        await world.add(certificate: "c", in: "a")
        try await world.add(ingress("other", "/q", "t", "tls: [{hosts: [x.test], secretName: c}], ", created: "03"))
        #expect(world.secure("x.test") == ["/q a/t", "/p a/s"])
        try await world.add(
            proxy("r", "{\(Self.root), routes: [{conditions: [{exact: /p}], services: [{name: u, port: 80}]}]}"))
        #expect(world.plain("x.test") == ["/q a/t", "/p a/u"])
        #expect(world.secure("x.test") == ["/q a/t", "/p a/s"])
    }

    @Test func `of another class is not seen`() async throws {
        var world = GraphWorld(classes: ["ours"])
        try await world.add(
            backend("s"), proxy("p", "{ingressClassName: theirs, \(Self.root), routes: [\(route("/", "s"))]}"))
        #expect(world.graph.hosts.isEmpty && world.told("p") == nil)
        try await world.add(proxy("p", "{ingressClassName: ours, \(Self.root), routes: [\(route("/", "s"))]}"))
        #expect(world.plain("x.test") == ["/ a/s"] && world.told("p") == "valid")
        try await world.add(proxy("p", "{\(Self.root), routes: [\(route("/", "s"))]}"))
        #expect(world.graph.hosts.isEmpty && world.told("p") == nil)
    }
}
