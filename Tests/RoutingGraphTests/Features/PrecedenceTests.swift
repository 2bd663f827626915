import RoutingGraph
import SeededRandom
import Testing

@Suite struct PrecedenceTests {
    private static func exact(_ name: String, _ value: String = "v") -> HeaderMatch {
        HeaderMatch(name: name, value: .exact(value, ignoringCase: false))
    }

    private static func match(
        _ path: PathMatch = .prefix("/"), _ headers: [HeaderMatch] = [], _ queries: [QueryParameterMatch] = [],
        priority: Int = 0
    ) -> RouteMatch {
        RouteMatch(path: path, headers: headers, queryParameters: queries, priority: priority)
    }

    private static func query(_ name: String, _ value: ValueMatch = .present) -> QueryParameterMatch {
        QueryParameterMatch(name: name, value: value)
    }

    private static let get = exact(":method", "GET")

    /// The first goes before the second, each for one rule.
    static let pairs: [(RouteMatch, RouteMatch)] = [
        (match(.exact("/")), match(.regex("/.*"))),
        (match(.exact("/")), match(.prefix("/long/prefix"))),
        (match(.regex("/a")), match(.prefix("/long/prefix"))),
        (match(.regex("/a")), match(.segments("/long/prefix"))),
        (match(.exact("/b")), match(.exact("/aaaa"))),
        (match(.regex("/aaa")), match(.regex("/zz"))),
        (match(.regex("/b")), match(.regex("/a"))),
        // A regular expression goes by what users wrote.
        (match(.regex("/aaa")), RouteMatch(path: .regex("/p(?:/a)"), writtenPath: "/z")),
        (RouteMatch(path: .regex("/a"), writtenPath: "/b"), RouteMatch(path: .regex("/z"), writtenPath: "/a")),
        (RouteMatch(path: .regex("/a\\.b"), writtenPath: "/a.b", headers: [get]), match(.regex("/a.b"))),
        (RouteMatch(path: .regex("/a\\.b"), writtenPath: "/a.b"), match(.regex("/a.b"))),
        (match(.prefix("/aaa")), match(.prefix("/zz"))),
        (match(.prefix("/b")), match(.prefix("/a"))),
        (match(.prefix("/foo/")), match(.prefix("/foo"))),
        (match(.prefix("/ab")), match(.segments("/b"))),
        (match(.segments("/a")), match(.prefix("/a"))),
        (match(.segments("/a")), match(.prefix("/a"), [get, exact("A")])),
        // Bytes count, not characters: é has two.
        (match(.prefix("/é")), match(.prefix("/z"))),
        (match(.prefix("/a"), [get]), match(.prefix("/a"), [exact("A"), exact("B")])),
        (match(.prefix("/"), [exact("A"), exact("B")]), match(.prefix("/"), [exact("A")], [query("q")])),
        (match(.prefix("/"), [get, exact("B")]), match(.prefix("/"), [get])),
        (match(.prefix("/"), [], [query("b"), query("c")]), match(.prefix("/"), [], [query("a")])),
        (match(.prefix("/"), [], [query("a")], priority: 9), match()),
        (match(priority: 1), match(priority: 2)),
        (match(.prefix("/"), [exact("B")], priority: 1), match(.prefix("/"), [exact("A")], priority: 2)),
        (match(.prefix("/"), [exact("A")]), match(.prefix("/"), [exact("B")])),
        (match(.prefix("/"), [exact("A", "1")]), match(.prefix("/"), [exact("A", "2")])),
        (match(.prefix("/"), [exact("A", "z")]), match(.prefix("/"), [HeaderMatch(name: "A", value: .regex("a"))])),
        (
            match(.prefix("/"), [HeaderMatch(name: "A", value: .regex("z"))]),
            match(.prefix("/"), [HeaderMatch(name: "A", value: .contains("a", ignoringCase: false))])
        ),
        (
            match(.prefix("/"), [HeaderMatch(name: "A", value: .contains("a", ignoringCase: false))]),
            match(.prefix("/"), [HeaderMatch(name: "A", value: .present)])
        ),
        (
            match(.prefix("/"), [HeaderMatch(name: "A", value: .present)]),
            match(.prefix("/"), [HeaderMatch(name: "A", value: .present, isInverted: true)])
        ),
        (
            match(.prefix("/"), [exact("A")]),
            match(.prefix("/"), [HeaderMatch(name: "A", value: .exact("v", ignoringCase: true))])
        ),
        (
            match(.prefix("/"), [exact("A")]),
            match(
                .prefix("/"),
                [HeaderMatch(name: "A", value: .exact("v", ignoringCase: false), treatsMissingAsEmpty: true)])
        ),
        (
            match(.prefix("/"), [], [query("a")]),
            match(.prefix("/"), [], [query("b", .exact("a", ignoringCase: false))])
        ),
        (
            match(.prefix("/"), [], [query("a", .exact("z", ignoringCase: true))]),
            match(.prefix("/"), [], [query("a", .regex("a"))])
        ),
        (
            match(.prefix("/"), [], [query("a", .regex("z"))]),
            match(.prefix("/"), [], [query("a", .prefix("a", ignoringCase: false))])
        ),
        (
            match(.prefix("/"), [], [query("a", .prefix("z", ignoringCase: false))]),
            match(.prefix("/"), [], [query("a", .suffix("a", ignoringCase: false))])
        ),
        (
            match(.prefix("/"), [], [query("a", .suffix("z", ignoringCase: false))]),
            match(.prefix("/"), [], [query("a", .contains("a", ignoringCase: false))])
        ),
        (
            match(.prefix("/"), [], [query("a", .contains("z", ignoringCase: false))]),
            match(.prefix("/"), [], [query("a", .present)])
        ),
        (
            match(.prefix("/"), [], [query("a", .exact("z", ignoringCase: false))]),
            match(.prefix("/"), [], [query("a", .exact("z", ignoringCase: true))])
        ),
        (match(.prefix("/"), [get]), match(.prefix("/"), [exact(":method", "POST")])),
    ]

    @Test(arguments: pairs)
    func `the narrower match goes first`(one: RouteMatch, other: RouteMatch) {
        #expect(Precedence.isBefore(one, other))
        #expect(!Precedence.isBefore(other, one))
        #expect(!Precedence.isBefore(one, one))
    }

    /// The routes of Contour's test of include kinds, from the first tried to the last.
    @Test func `a host's routes have one order wherever they come from`() {
        let ordered = [
            Self.match(.exact("/foo/bar")), Self.match(.regex("/foo/.*")), Self.match(.prefix("/foo/bar"), [Self.get]),
            Self.match(.prefix("/foo/bar"), [Self.exact("A"), Self.exact("B")]),
            Self.match(.prefix("/foo/bar"), [Self.exact("A")], [Self.query("q")]),
            Self.match(.prefix("/foo/bar"), [Self.exact("A")]), Self.match(.prefix("/foo/bar"), [], [Self.query("q")]),
            Self.match(.prefix("/foo/bar")), Self.match(.prefix("/foo/")), Self.match(.prefix("/foo")), Self.match(),
        ]
        var numbers = SeededGenerator(seed: 1)
        for _ in 0..<50 {
            let sorted = ordered.shuffled(using: &numbers).sorted(by: Precedence.isBefore)
            #expect(sorted == ordered)
        }
    }

    @Test func `headers are sorted by name, kind and value`() {
        let sorted = [
            Self.exact("A", "1"), Self.exact("A", "2"), HeaderMatch(name: "A", value: .present), Self.exact("B", "0"),
        ]
        let found = Precedence.sorted(Array(sorted.reversed()))
        #expect(found == sorted)
    }

    private static func randomMatch(_ numbers: inout SeededGenerator) -> RouteMatch {
        func pick<Element>(_ elements: [Element], _ fallback: Element) -> Element {
            elements.randomElement(using: &numbers) ?? fallback
        }
        func value() -> ValueMatch {
            let text = pick(["a", "b", "ab"], "a")
            let ignores = Bool.random(using: &numbers)
            return pick(
                [
                    .present, .regex(text), .exact(text, ignoringCase: ignores), .prefix(text, ignoringCase: ignores),
                    .suffix(text, ignoringCase: ignores), .contains(text, ignoringCase: ignores),
                ], .present)
        }
        let text = pick(["/", "/a", "/b", "/ab"], "/")
        return RouteMatch(
            path: pick([.exact(text), .regex(text), .prefix(text), .segments(text)], .prefix("/")),
            writtenPath: pick([nil, nil, "/a", "/ab"], nil),
            headers: (0..<Int.random(in: 0...3, using: &numbers)).map { _ in
                HeaderMatch(
                    name: pick([":method", "A", "B"], "A"), value: value(), isInverted: Bool.random(using: &numbers),
                    treatsMissingAsEmpty: Bool.random(using: &numbers))
            },
            queryParameters: (0..<Int.random(in: 0...2, using: &numbers)).map { _ in
                QueryParameterMatch(name: pick(["p", "q"], "p"), value: value())
            },
            priority: Int.random(in: 0...1, using: &numbers))
    }

    @Test(arguments: 1...4)
    func `the order is total: two matches are in order one way, unless Envoy gets the same`(seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let (one, other) = (Self.randomMatch(&numbers), Self.randomMatch(&numbers))
            let (forth, back) = (Precedence.isBefore(one, other), Precedence.isBefore(other, one))
            #expect(!forth || !back, "\(one) and \(other)")
            if one == other { #expect(!forth && !back, "\(one)") }
            if one.program != other.program { #expect(forth || back, "\(one) and \(other)") }
        }
    }

    @Test(arguments: 1...4)
    func `the order is transitive`(seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let matches = (0..<60).map { _ in Self.randomMatch(&numbers) }
            let sorted = matches.sorted(by: Precedence.isBefore)
            for (index, match) in sorted.enumerated() {
                for later in sorted.dropFirst(index) where Precedence.isBefore(later, match) {
                    Issue.record("\(later) goes before \(match), and yet it was sorted behind")
                }
            }
        }
    }
}
