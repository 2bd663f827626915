import KubernetesAPI
import RoutingGraph
import SeededRandom
import Testing

@Suite struct ConditionsPathTests {
    typealias Condition = Contour.MatchCondition

    struct Case: CustomTestStringConvertible {
        var inherited: [[Condition]] = []
        var own: [Condition]
        var path: PathMatch

        var testDescription: String { "\(path)" }
    }

    static let cases: [Case] = [
        Case(own: [], path: .prefix("/")),
        Case(own: [.onPrefix("/foo")], path: .prefix("/foo")),
        Case(own: [.onPrefix("/foo/")], path: .prefix("/foo/")),
        Case(own: [.onExact("/foo")], path: .exact("/foo")),
        Case(own: [.onRegex("/foo/[a-z]+")], path: .regex("/foo/[a-z]+")),
        Case(own: [.onHeader("X") { $0.present = true }], path: .prefix("/")),
        Case(inherited: [[]], own: [], path: .prefix("/")),
        Case(inherited: [[.onPrefix("/a")]], own: [], path: .prefix("/a")),
        Case(inherited: [[.onPrefix("/a")], [.onPrefix("/b")]], own: [.onPrefix("/c")], path: .prefix("/a/b/c")),
        Case(inherited: [[.onPrefix("/a")], [], [.onPrefix("/b/")]], own: [], path: .prefix("/a/b/")),
        // A child's `/` under `/m` does not take `/m` itself.
        Case(inherited: [[.onPrefix("/m")]], own: [.onPrefix("/")], path: .prefix("/m/")),
        Case(inherited: [[.onPrefix("/a/")]], own: [.onPrefix("/b")], path: .prefix("/a/b")),
        Case(inherited: [[.onPrefix("/")]], own: [.onPrefix("/b")], path: .prefix("/b")),
        Case(own: [.onPrefix("/a///b//")], path: .prefix("/a/b/")),
        Case(inherited: [[.onPrefix("/a/")]], own: [.onExact("//b")], path: .exact("/a/b")),
        // Contour's last condition would make this a prefix.
        Case(own: [.onExact("/a"), .onHeader("X") { $0.present = true }], path: .exact("/a")),
        Case(
            inherited: [[.onPrefix("/a")]], own: [.onExact("/b"), .onQuery("q") { $0.present = true }],
            path: .exact("/a/b")),
        // A slash stays a slash before a combining character.
        Case(own: [.onPrefix("/\u{301}/\u{301}x")], path: .prefix("/\u{301}/\u{301}x")),
    ]

    @Test(arguments: cases)
    func `a path is put together from the includes and the route`(_ sample: Case) throws {
        let match = try Conditions.match(inherited: sample.inherited, own: sample.own)
        #expect(match.path == sample.path)
    }

    /// Include's prefix, route's regex, merged regex, paths it takes, paths it must not take.
    static let regexes: [(String, String, String, [String], [String])] = [
        ("", "/a|/b", "/a|/b", ["/a", "/b"], ["/c"]),
        ("/", "/a|/b", "/a|/b", ["/a", "/b"], ["/c"]),
        ("/", "/a//b", "/a/b", ["/a/b"], ["/a//b"]),
        ("/", "//?a", "//?a", ["/a", "//a"], ["a"]),
        ("/p", "/[a-z]+", "/p/[a-z]+", ["/p/x"], ["/p", "/q/x"]),
        ("/p.q", "/x", "/p\\.q/x", ["/p.q/x"], ["/pxq/x"]),
        ("/p", "/x|.*", "/p(?:/x|.*)", ["/p/x", "/p/y", "/pz"], ["/q", "/x"]),
        ("/p", "/x|/y", "/p(?:/x|/y)", ["/p/x", "/p/y"], ["/x", "/y"]),
        ("/p/", "/x", "/p/x", ["/p/x"], ["/p//x", "/px"]),
        ("/p/", "/?x", "/p//?x", ["/p/x", "/p//x"], ["/px"]),
        ("/p/", "/x|/y", "/p/(?:x|y)", ["/p/x", "/p/y"], ["/px", "/y", "/x"]),
        ("/p/", "/x|.*", "/p/(?:x|.*)", ["/p/x", "/p/z"], ["/pz", "/z"]),
        ("/p/", "/(a|b)", "/p/(a|b)", ["/p/a", "/p/b"], ["/b", "b"]),
        ("/p", "/(a|b)", "/p/(a|b)", ["/p/a", "/p/b"], ["/b", "b"]),
        ("/p", "/(a\\)|b)", "/p/(a\\)|b)", ["/p/a)", "/p/b"], ["/b", "b"]),
        ("/p", "/(a\\)|b)|/c", "/p(?:/(a\\)|b)|/c)", ["/p/a)", "/p/b", "/p/c"], ["/b", "/c"]),
        // What may be more than it seems stays in a group.
        ("/p", "/[|]x", "/p(?:/[|]x)", ["/p/|x"], ["x"]),
        ("/p", "/\\Q(\\E|/b", "/p(?:/\\Q(\\E|/b)", ["/p/(", "/p/b"], ["/b"]),
        ("/p/", "/[|/]x|/y", "/p/(?:[|/]x|y)", ["/p/|x", "/p//x", "/p/y"], ["/y"]),
        ("/p/", "/a\\|/b", "/p/a\\|/b", ["/p/a|/b"], ["b"]),
    ]

    @Test(arguments: regexes)
    func `a regular expression stays under the prefix of its include`(
        prefix: String, own: String, merged: String, taken: [String], refused: [String]
    ) throws {
        let inherited = prefix.isEmpty ? [] : [[Condition.onPrefix(prefix)]]
        let match = try Conditions.match(inherited: inherited, own: [.onRegex(own)])
        #expect(match.path == .regex(merged))
        let regex = try Regex(merged)
        for path in taken { #expect(path.wholeMatch(of: regex) != nil, "\(path)") }
        for path in refused { #expect(path.wholeMatch(of: regex) == nil, "\(path)") }
    }

    /// RE2 lets a bracket stand for itself where a class begins; the other engines do not.
    @Test func `a bracket that hides a parenthesis does not let an alternative out of its prefix`() throws {
        let match = try Conditions.match(inherited: [[.onPrefix("/p")]], own: [.onRegex("/[](]|/b")])
        #expect(match == RouteMatch(path: .regex("/p(?:/[](]|/b)"), writtenPath: "/p/[](]|/b"))
    }

    @Test func `no regular expression takes anything outside of the prefix before it`() throws {
        var numbers = SeededGenerator(seed: 7)
        let parts = ["/", "|", "x", "(", ")", "[", "]", "\\", "?", "*", ".", "(?:", "^", "-", "\\Q", "\\E"]
        let paths = ["/", "/p", "/px", "/p/", "/p/x", "/x", "/x/p", "/q/x", "//", "x"]
        var merges = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 1...7, using: &numbers)
            let own = "/" + (0..<length).map { _ in parts.randomElement(using: &numbers) ?? "" }.joined()
            guard (try? Regex(own)) != nil else { continue }
            for prefix in ["/p", "/p/"] {
                let match = try? Conditions.match(inherited: [[.onPrefix(prefix)]], own: [.onRegex(own)])
                guard case .regex(let merged)? = match?.path, let regex = try? Regex(merged) else { continue }
                merges += 1
                for path in paths where !path.hasPrefix(prefix) {
                    #expect(
                        path.wholeMatch(of: regex) == nil,
                        "\(own) under \(prefix) became \(merged), which takes \(path)")
                }
            }
        }
        #expect(merges > 1000)
    }

    static let refused: [(String, [Condition])] = [
        ("prefix without slash", [.onPrefix("foo")]),
        ("exact without slash", [.onExact("foo")]),
        ("regex without slash", [.onRegex(".*")]),
        ("regex that does not parse", [.onRegex("/(")]),
        ("regex that is too long", [.onRegex("/" + String(repeating: "a", count: 4096))]),
        ("two prefixes", [.onPrefix("/a"), .onPrefix("/b")]),
        ("prefix and exact", [.onPrefix("/a"), .onExact("/b")]),
        ("regex and exact", [.onRegex("/a"), .onExact("/b")]),
        ("two in one condition", [both]),
    ]

    static var both: Condition {
        var condition = Condition.onPrefix("/a")
        condition.exact = "/a"
        return condition
    }

    @Test(arguments: refused)
    func `a wrong path condition is a route error`(name: String, own: [Condition]) {
        let found = refusal { () throws(Finding) in try Conditions.match(inherited: [], own: own) }
        #expect(found == "RouteError/PathMatchConditionsNotValid")
    }

    @Test func `a regular expression of 4096 bytes is taken`() throws {
        let regex = "/" + String(repeating: "a", count: 4095)
        let match = try Conditions.match(inherited: [], own: [.onRegex(regex)])
        #expect(match.path == .regex(regex))
    }

    @Test func `a finding names the field and stays on one line`() {
        let own: [Condition] = [.onHeader("X") { $0.present = true }, .onPrefix("foo\nbar")]
        do {
            _ = try Conditions.match(inherited: [], own: own, at: "routes[3]")
            Issue.record("it was accepted")
        } catch {
            #expect(error.message == #"routes[3].conditions[1].prefix: "foo\nbar" must begin with /"#)
        }
    }

    static let includes: [(String?, [Condition])] = [
        (nil, []),
        (nil, [.onPrefix("/a")]),
        (nil, [.onPrefix("/a"), .onHeader("X") { $0.exact = "1" }, .onQuery("q") { $0.exact = "1" }]),
        ("IncludeError/PathMatchConditionsNotValid", [.onExact("/a")]),
        ("IncludeError/PathMatchConditionsNotValid", [.onRegex("/a")]),
        ("IncludeError/PathMatchConditionsNotValid", [.onPrefix("a")]),
        ("IncludeError/PathMatchConditionsNotValid", [.onPrefix("/a"), .onPrefix("/b")]),
        (
            "RouteError/HeaderMatchConditionsNotValid",
            [.onHeader("X") { $0.exact = "1" }, .onHeader("x") { $0.exact = "2" }]
        ),
        ("RouteError/QueryParameterMatchConditionsNotValid", [.onQuery("q") { _ in }]),
    ]

    @Test(arguments: includes)
    func `an include may have a prefix, headers and query parameters`(expected: String?, conditions: [Condition]) {
        let found = refusal { () throws(Finding) in try Conditions.checkInclude(conditions) }
        #expect(found == expected)
    }

    @Test func `an exact path that slipped into the includes is never made wider`() {
        let found = refusal { () throws(Finding) in
            try Conditions.match(inherited: [[.onExact("/a")]], own: [.onPrefix("/b")])
        }
        #expect(found == "IncludeError/PathMatchConditionsNotValid")
    }

    static let same: [(Bool, [Condition], [Condition])] = [
        (true, [.onPrefix("/a")], [.onPrefix("/a")]),
        (true, [.onPrefix("/a//b")], [.onPrefix("/a/b")]),
        (false, [.onPrefix("/a")], [.onPrefix("/b")]),
        (false, [.onPrefix("/a")], [.onPrefix("/a/")]),
        (false, [], []),
        (false, [.onPrefix("/")], [.onPrefix("/")]),
        (false, [], [.onPrefix("/")]),
        (true, [.onHeader("X") { $0.exact = "1" }], [.onPrefix("/"), .onHeader("X") { $0.exact = "1" }]),
        (
            true, [.onPrefix("/a"), .onHeader("X") { $0.exact = "1" }, .onHeader("Y") { $0.present = true }],
            [.onHeader("Y") { $0.present = true }, .onHeader("X") { $0.exact = "1" }, .onPrefix("/a")]
        ),
        (false, [.onHeader("X") { $0.exact = "1" }], [.onHeader("X") { $0.notexact = "1" }]),
        (
            false, [.onHeader("X") { $0.exact = "1" }],
            [
                .onHeader("X") {
                    $0.exact = "1"
                    $0.ignoreCase = true
                }
            ]
        ),
        (
            false, [.onHeader("X") { $0.contains = "1" }],
            [.onHeader("X") { $0.contains = "1" }, .onHeader("X") { $0.contains = "1" }]
        ),
        (true, [.onQuery("q") { $0.prefix = "1" }], [.onQuery("q") { $0.prefix = "1" }]),
        (false, [.onQuery("q") { $0.prefix = "1" }], [.onQuery("q") { $0.suffix = "1" }]),
        (false, [.onQuery("q") { $0.prefix = "1" }], [.onHeader("q") { $0.exact = "1" }]),
    ]

    @Test(arguments: same)
    func `includes are the same if they take the same requests, in any order`(
        expected: Bool, one: [Condition], other: [Condition]
    ) {
        let identities = (Conditions.identity(ofInclude: one), Conditions.identity(ofInclude: other))
        #expect((identities.0 != nil && identities.0 == identities.1) == expected)
        #expect((identities.1 != nil && identities.1 == identities.0) == expected)
    }
}
