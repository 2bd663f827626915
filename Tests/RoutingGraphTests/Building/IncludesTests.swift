import KubernetesAPI
import RoutingGraph
import Testing

/// What roots include.
@Suite struct `an include` {
    private static func root(_ includes: String, _ routes: String = route("/", "s")) -> String {
        proxy("r", "{virtualhost: {fqdn: x.test}, routes: [\(routes)], includes: [\(includes)]}")
    }

    @Test func `brings the routes of another object under its conditions`() async throws {
        var world = GraphWorld()
        try await world.add(
            backend("s"), backend("t", in: "b"),
            Self.root("{name: c, namespace: b, conditions: [{prefix: /m}, {header: {name: X, present: true}}]}"),
            proxy("c", "{routes: [\(route("/n", "t"))], includes: [{name: d, conditions: [{prefix: /o}]}]}", in: "b"),
            proxy("d", "{routes: [{services: [{name: t, port: 80}]}]}", in: "b"))
        #expect(world.plain("x.test") == ["/m/o X b/t", "/m/n X b/t", "/ a/s"])
        #expect(
            world.told("r") == "valid" && world.told("c", in: "b") == "valid" && world.told("d", in: "b") == "valid")
    }

    @Test func `of nothing, or of a root, answers 502 where its routes would be`() async throws {
        var world = GraphWorld()
        try await world.add(
            backend("s"), Self.root("{name: c, conditions: [{prefix: /m}]}"),
            proxy("c", "{includes: [{name: none, conditions: [{prefix: /n}]}, {name: r, conditions: [{prefix: /o}]}]}"))
        #expect(world.plain("x.test") == ["/m/o 502", "/m/n 502", "/ a/s"])
        #expect(world.told("c") == "invalid IncludeError/IncludeNotFound IncludeError/RootIncludesRoot")
        #expect(world.told("r") == "valid")
        try await world.add(proxy("none", "{routes: [\(route("/", "s"))]}"))
        #expect(world.plain("x.test") == ["/m/n/ a/s", "/m/o 502", "/ a/s"])
    }

    @Test func `without conditions that leads nowhere gives no route`() async throws {
        var world = GraphWorld()
        try await world.add(backend("s"), Self.root("{name: none}"))
        #expect(world.plain("x.test") == ["/ a/s"] && world.told("r") == "invalid IncludeError/IncludeNotFound")
    }

    static let invalid = [
        "{routes: [{conditions: [{regex: '('}], services: [{name: s, port: 80}]}]}", "{routes: 7}",
    ]

    @Test(arguments: invalid)
    func `of an invalid object keeps broader routes from its requests`(spec: String) async throws {
        for (settings, expected) in [
            (GraphSettings(), ["/admin 500", "/ a/s"]), (GraphSettings(invalidRoutes: .dropObject), nil as [String]?),
        ] {
            var world = GraphWorld(settings)
            try await world.add(backend("s"), Self.root("{name: c, conditions: [{prefix: /admin}]}"), proxy("c", spec))
            if let expected { #expect(world.plain("x.test") == expected) }
            #expect(world.told("c")?.hasPrefix("invalid ") == true && world.told("r") == "valid")
        }
    }

    /// Conditions of an include that are wrong, the routes of its host, and what the host's object is told.
    static let wrongConditions: [(String, [String], String)] = [
        ("{exact: /x}", ["/x 500", "/ok t", "/ s"], "IncludeError/PathMatchConditionsNotValid"),
        ("{regex: /x.*}", ["/x.* 500", "/ok t", "/ s"], "IncludeError/PathMatchConditionsNotValid"),
        ("{regex: '/('}", ["/ok t", "/ s"], "IncludeError/PathMatchConditionsNotValid"),
        (
            "{prefix: /x}, {prefix: /y}", ["/ok t", "/y 500", "/x 500", "/ s"],
            "IncludeError/PathMatchConditionsNotValid"
        ),
        ("{prefix: x}", ["/ok t", "/ s"], "IncludeError/PathMatchConditionsNotValid"),
        ("{prefix: /x}, {prefix: z}", ["/ok t", "/x 500", "/ s"], "IncludeError/PathMatchConditionsNotValid"),
        ("{header: {name: X, regex: '('}}", ["/ok t", "/ s"], "RouteError/HeaderMatchConditionsNotValid"),
        ("{prefix: /}, {header: {name: X}}", ["/ok t", "/ s"], "RouteError/HeaderMatchConditionsNotValid"),
        ("{prefix: /x, header: {name: X}}", ["/ok t", "/x 500", "/ s"], "RouteError/HeaderMatchConditionsNotValid"),
        (
            "{header: {name: X, present: true}}, {queryParameter: {name: q}}", ["/ok t", "/ X 500", "/ s"],
            "RouteError/QueryParameterMatchConditionsNotValid"
        ),
        (
            "{prefix: /x}, {header: {name: X, present: true}}, {queryParameter: {name: q}}",
            ["/ok t", "/x X 500", "/ s"], "RouteError/QueryParameterMatchConditionsNotValid"
        ),
        (
            "{prefix: /x}, {header: {name: X}}, {queryParameter: {name: q, present: true}}",
            ["/ok t", "/x ?q 500", "/ s"], "RouteError/HeaderMatchConditionsNotValid"
        ),
        // The other include takes the same path.
        ("{prefix: /ok}, {header: {name: X}}", ["/ok t", "/ s"], "RouteError/HeaderMatchConditionsNotValid"),
    ]

    @Test(arguments: wrongConditions)
    func `with wrong conditions answers 500 where its paths are known, and nothing else suffers`(
        conditions: String, expected: [String], reason: String
    ) async throws {
        for (settings, expected) in [
            (GraphSettings(), expected), (GraphSettings(invalidRoutes: .dropObject), ["/ok t", "/ s"]),
        ] {
            var world = GraphWorld(settings)
            try await world.add(
                backend("s"), backend("t"),
                Self.root("{name: d, conditions: [{prefix: /ok}]}, {name: c, conditions: [\(conditions)]}"),
                proxy("c", "{routes: [\(route("/", "s"))]}"),
                proxy("d", "{routes: [{services: [{name: t, port: 80}]}]}"))
            #expect(world.plain("x.test").map { $0.replacing("a/", with: "") } == expected)
            #expect(world.told("r") == "invalid \(reason)")
            #expect(world.told("c") == "orphaned Orphaned/Orphaned" && world.told("d") == "valid")
        }
    }

    @Test(arguments: [
        ("{exact: /o}", "{prefix: /n}", ["/m/o X 500", "/m/n X a/s", "/ a/s"]),
        ("{prefix: z}", "{prefix: /n}", ["/m/n X a/s", "/m X 500", "/ a/s"]),
        ("{prefix: /}, {header: {name: Z}}", "{prefix: /n}", ["/m/n X a/s", "/m X 500", "/ a/s"]),
        ("{header: {name: Z}}", "", ["/m X a/s", "/ a/s"]),
    ])
    func `with wrong conditions below another answers 500 below both, or where the other leads`(
        wrong: String, own: String, expected: [String]
    ) async throws {
        var world = GraphWorld()
        try await world.add(
            backend("s"), Self.root("{name: c, conditions: [{prefix: /m}, {header: {name: X, present: true}}]}"),
            proxy(
                "c",
                "{routes: [{conditions: [\(own)], services: [{name: s, port: 80}]}], includes: [{name: d, conditions: [\(wrong)]}]}"
            ))
        #expect(world.plain("x.test") == expected)
        #expect(world.told("c")?.hasPrefix("invalid ") == true && world.told("r") == "valid")
    }

    @Test func `with wrong conditions leaves alone what other objects serve`() async throws {
        var world = GraphWorld()
        let ingress = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: i, namespace: a}
            spec: {rules: [{host: x.test, http: {paths: [{path: /x, pathType: ImplementationSpecific, backend: {service: {name: t, port: {number: 80}}}}]}}]}
            """
        let wrong = "{name: c, conditions: [{prefix: /x}, {prefix: /y}]}"
        try await world.add(backend("s"), backend("t"), ingress, Self.root(wrong, ""))
        #expect(world.plain("x.test") == ["/y 500", "/x a/t"])
        // Without a path that is known, nothing of the host's is taken.
        try await world.add(Self.root("{name: c, conditions: [{prefix: z}]}", route("/s", "s")))
        #expect(world.plain("x.test") == ["/x a/t", "/s a/s"])
        // An object that is not served has no stand-ins either.
        try await world.add(Self.root(wrong, "{conditions: [{regex: '('}], services: [{name: s, port: 80}]}"))
        #expect(world.plain("x.test") == ["/x a/t"])
    }

    @Test func `with wrong conditions is sent to TLS like every route`() async throws {
        var world = GraphWorld()
        await world.add(certificate: "tls", in: "a")
        try await world.add(
            proxy(
                "r",
                "{virtualhost: {fqdn: x.test, tls: {secretName: tls}}, includes: [{name: c, conditions: [{exact: /x}]}]}"
            ))
        #expect(world.plain("x.test") == ["/x https"] && world.secure("x.test") == ["/x 500"])
    }

    @Test func `with too many paths in its wrong conditions ends with a reason`() async throws {
        var world = GraphWorld()
        let paths = (0..<100).map { "{prefix: /p\($0)}" }.joined(separator: ", ")
        try await world.add(backend("s"), Self.root("{name: c, conditions: [\(paths)]}"))
        #expect(world.plain("x.test").count { $0.hasSuffix(" 500") } == Conditions.limit)
        let includes = (0..<200).map { _ in "{name: c, conditions: [\(paths)]}" }.joined(separator: ", ")
        try await world.add(backend("s"), Self.root(includes))
        #expect(world.plain("x.test") == [] && world.told("r")?.contains("SpecError/TooManyRoutes") == true)
    }

    @Test func `has its regular expressions tried by the length that users wrote`() async throws {
        for (prefix, own, below, expected) in [
            ("/team", "/team/b/.{0,3}", "/b/(c|d)", ["/team/b/.{0,3} a/s", "/team/b/(c|d) a/t"]),
            ("/team", "/team/b/[a-z]{0,5}", "/b/cc|/b/d", ["/team/b/[a-z]{0,5} a/s", "/team(?:/b/cc|/b/d) a/t"]),
            ("/v1.0", "/v1.0/b.{0,9}", "/bbbbbb", ["/v1.0/b.{0,9} a/s", "/v1\\.0/bbbbbb a/t"]),
            ("/v1.0", "/v1.0/b.{0,9}", "/bbbbbbbb", ["/v1\\.0/bbbbbbbb a/t", "/v1.0/b.{0,9} a/s"]),
        ] {
            var world = GraphWorld()
            try await world.add(
                backend("s"), backend("t"),
                proxy(
                    "r",
                    """
                    {virtualhost: {fqdn: x.test}, includes: [{name: c, conditions: [{prefix: \(prefix)}]}],
                      routes: [{conditions: [{regex: '\(own)'}], services: [{name: s, port: 80}]}]}
                    """),
                proxy("c", "{routes: [{conditions: [{regex: '\(below)'}], services: [{name: t, port: 80}]}]}"))
            #expect(world.plain("x.test") == expected)
        }
    }

    @Test func `has its regular expression meet the same one that is written otherwise`() async throws {
        var world = GraphWorld()
        let ingress = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: i, namespace: a}
            spec: {rules: [{host: x.test, http: {paths: [{path: '/v1\\.0/x.*', pathType: ImplementationSpecific, backend: {service: {name: t, port: {number: 80}}}}]}}]}
            """
        let below = proxy("c", "{routes: [{conditions: [{regex: /x.*}], services: [{name: s, port: 80}]}]}")
        try await world.add(backend("s"), backend("t"), ingress)
        #expect(world.plain("x.test") == ["/v1\\.0/x.* a/t"])
        try await world.add(Self.root("{name: c, conditions: [{prefix: /v1.0}]}", ""), below)
        #expect(world.plain("x.test") == ["/v1\\.0/x.* a/s"])
        // The root's own route goes before what it includes.
        let own = "{conditions: [{regex: '/v1\\.0/x.*'}], services: [{name: t, port: 80}]}"
        try await world.add(Self.root("{name: c, conditions: [{prefix: /v1.0}]}", own))
        #expect(world.plain("x.test") == ["/v1\\.0/x.* a/t"])
        // A stand-in takes over nothing.
        try await world.add(Self.root("{name: c, conditions: [{prefix: /v1.0}]}", ""))
        try await world.add(
            proxy("c", "{includes: [{name: d, conditions: [{regex: /x.*}]}]}"))
        #expect(world.plain("x.test") == ["/v1\\.0/x.* a/t"])
    }

    @Test func `that leads back is told to the object that is there twice`() async throws {
        var world = GraphWorld()
        try await world.add(
            backend("s"), Self.root("{name: c, conditions: [{prefix: /c}]}"),
            proxy("c", "{routes: [\(route("/ok", "s"))], includes: [{name: d, conditions: [{prefix: /d}]}]}"),
            proxy("d", "{includes: [{name: c, conditions: [{prefix: /e}]}]}"))
        #expect(world.plain("x.test") == ["/c/d/e 500", "/c/ok a/s", "/ a/s"])
        #expect(world.told("c") == "invalid IncludeError/IncludeCreatesCycle" && world.told("d") == "valid")
    }

    @Test func `with the conditions of an earlier one is left out`() async throws {
        var world = GraphWorld()
        try await world.add(
            backend("s"), backend("t"),
            Self.root("{name: c, conditions: [{prefix: /m}]}, {name: d, conditions: [{prefix: /m}]}"),
            proxy("c", "{routes: [{services: [{name: s, port: 80}]}]}"),
            proxy("d", "{routes: [{services: [{name: t, port: 80}]}]}"))
        #expect(world.plain("x.test") == ["/m a/s", "/ a/s"])
        #expect(world.told("r") == "invalid IncludeError/DuplicateMatchConditions")
        #expect(world.told("d") == "orphaned Orphaned/Orphaned")
    }

    @Test func `decides whether an object without host is orphaned`() async throws {
        var world = GraphWorld()
        try await world.add(backend("s"), proxy("c", "{routes: [\(route("/", "s"))]}"))
        #expect(world.told("c") == "orphaned Orphaned/Orphaned")
        try await world.add(Self.root("{name: c, conditions: [{prefix: /m}]}"))
        #expect(world.told("c") == "valid")
        await world.remove(.httpProxy, "r")
        #expect(world.told("c") == "orphaned Orphaned/Orphaned")
    }

    @Test func `deeper than 32, or of more than 10,000 objects, ends with a reason`() async throws {
        var deep = GraphWorld()
        let chain = (0..<40).map { proxy("c\($0)", "{includes: [{name: c\($0 + 1), conditions: [{prefix: /x}]}]}") }
        try await deep.add(
            backend("s"), Self.root("{name: c0, conditions: [{prefix: /m}]}"), chain.joined(separator: "\n---\n"))
        #expect(deep.told("c32") == "invalid IncludeError/IncludeTooDeep")
        #expect(deep.told("c33") == "orphaned Orphaned/Orphaned")
        // Each object includes the next ten times: 10^12 ways.
        var wide = GraphWorld()
        let levels = (0..<12).map { level in
            let next = (0..<10).map { "{name: w\(level + 1), conditions: [{prefix: /p\($0)}]}" }.joined(separator: ", ")
            return proxy("w\(level)", "{includes: [\(next)]}")
        }
        try await wide.add(
            backend("s"), Self.root("{name: w0, conditions: [{prefix: /m}]}"), levels.joined(separator: "\n---\n"))
        #expect(wide.plain("x.test") == [] && wide.told("r")?.contains("SpecError/TooManyRoutes") == true)
    }
}
