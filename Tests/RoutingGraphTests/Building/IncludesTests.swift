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
        "{routes: [\(route("/", "s"))], includes: [{name: e, conditions: [{exact: /e}]}]}",
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
