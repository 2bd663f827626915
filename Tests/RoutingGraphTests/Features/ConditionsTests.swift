import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct ConditionsTests {
    typealias Condition = Contour.MatchCondition
    typealias Header = Contour.HeaderMatchCondition
    typealias Query = Contour.QueryParameterMatchCondition

    static let headers: [(Condition, HeaderMatch)] = [
        (.onHeader("X") { $0.present = true }, HeaderMatch(name: "X", value: .present)),
        (.onHeader("X") { $0.notpresent = true }, HeaderMatch(name: "X", value: .present, isInverted: true)),
        (.onHeader("X") { $0.contains = "a" }, HeaderMatch(name: "X", value: .contains("a", ignoringCase: false))),
        (
            .onHeader("X") {
                $0.notcontains = "a"
                $0.treatMissingAsEmpty = true
            },
            HeaderMatch(
                name: "X", value: .contains("a", ignoringCase: false), isInverted: true, treatsMissingAsEmpty: true)
        ),
        (
            .onHeader("X") {
                $0.exact = "a"
                $0.ignoreCase = true
                $0.treatMissingAsEmpty = true
            }, HeaderMatch(name: "X", value: .exact("a", ignoringCase: true))
        ),
        (
            .onHeader("X") { $0.notexact = "a" },
            HeaderMatch(name: "X", value: .exact("a", ignoringCase: false), isInverted: true)
        ),
        (
            .onHeader(":method") { $0.exact = "GET" },
            HeaderMatch(name: ":method", value: .exact("GET", ignoringCase: false))
        ),
        (.onHeader("X") { $0.regex = "a.*" }, HeaderMatch(name: "X", value: .regex("a.*"))),
        // The first field in Contour's order decides.
        (
            .onHeader("X") {
                $0.exact = "a"
                $0.contains = "b"
                $0.regex = "("
            }, HeaderMatch(name: "X", value: .contains("b", ignoringCase: false))
        ),
    ]

    @Test(arguments: headers)
    func `a header condition becomes a match`(condition: Condition, expected: HeaderMatch) throws {
        let match = try Conditions.match(inherited: [], own: [condition])
        #expect(match == RouteMatch(path: .prefix("/"), headers: [expected]))
    }

    @Test func `a header condition that asks for nothing is refused, for without it the route is open to all`() {
        let found = refusal { () throws(Finding) in try Conditions.match(inherited: [], own: [.onHeader("X") { _ in }])
        }
        #expect(found == "RouteError/HeaderMatchConditionsNotValid")
    }

    @Test(arguments: [
        (Condition.onHeader("X") { $0.exact = "1" }, "the header of an include's conditions: \"X\" has two"),
        (Condition.onQuery("q") { $0.exact = "1" }, "the queryParameter of an include's conditions: \"q\" has two"),
    ])
    func `a finding says that a condition is an include's`(condition: Condition, beginning: String) {
        do {
            _ = try Conditions.match(inherited: [[condition], [condition]], own: [], at: "routes[3]")
            Issue.record("it was accepted")
        } catch {
            #expect(error.message.hasPrefix(beginning), "\(error.message)")
        }
    }

    static let queries: [(Condition, ValueMatch)] = [
        (.onQuery("q") { $0.exact = "a" }, .exact("a", ignoringCase: false)),
        (
            .onQuery("q") {
                $0.prefix = "a"
                $0.ignoreCase = true
            }, .prefix("a", ignoringCase: true)
        ),
        (.onQuery("q") { $0.suffix = "a" }, .suffix("a", ignoringCase: false)),
        (.onQuery("q") { $0.contains = "a" }, .contains("a", ignoringCase: false)),
        (.onQuery("q") { $0.regex = "a+" }, .regex("a+")),
        (.onQuery("q") { $0.present = true }, .present),
    ]

    @Test(arguments: queries)
    func `a query condition becomes a match`(condition: Condition, expected: ValueMatch) throws {
        let match = try Conditions.match(inherited: [], own: [condition])
        #expect(match.queryParameters == [QueryParameterMatch(name: "q", value: expected)])
    }

    @Test func `conditions of includes and route all count, in an order that is not the user's`() throws {
        let first = try Conditions.match(
            inherited: [[.onHeader("B") { $0.present = true }], [.onQuery("y") { $0.present = true }]],
            own: [.onHeader("A") { $0.present = true }, .onQuery("x") { $0.present = true }])
        #expect(first.headers.map(\.name) == ["A", "B"])
        #expect(first.queryParameters.map(\.name) == ["x", "y"])
        let second = try Conditions.match(
            inherited: [[.onHeader("A") { $0.present = true }]],
            own: [
                .onQuery("y") { $0.present = true }, .onQuery("x") { $0.present = true },
                .onHeader("B") { $0.present = true },
            ])
        #expect(first == second)
    }

    /// The most of all that may be in a wrong include, each a regular expression where it can be one.
    @Test func `each path of a wrong include is narrowed as a route's is`() throws {
        let numbers = 0..<Conditions.limit
        let inherited: [[Condition]] = [
            [.onPrefix("/v1.0")] + numbers.dropLast().map { number in .onHeader("H\(number)") { $0.regex = "a+" } },
            [.onPrefix("/b/")] + numbers.dropLast().map { number in .onQuery("q\(number)") { $0.regex = "a+" } },
        ]
        let own: [Condition] = [.onHeader("X") { $0.regex = "b+" }, .onQuery("x") { $0.regex = "b+" }]
        let paths: [Condition] = numbers.map { .onRegex("/\($0)x*|/y") } + [.onExact("/late")]
        let found = Conditions.knownMatches(ofWrongInclude: paths + own, inherited: inherited)
        let routes = try paths.dropLast().map { try Conditions.match(inherited: inherited, own: [$0] + own) }
        #expect(found == routes)
        #expect(found.allSatisfy { $0.headers.count == 64 && $0.queryParameters.count == 64 && $0.writtenPath != nil })
        // With one condition too many nothing is known of any path.
        let tooMany = inherited + [[.onHeader("Y") { $0.present = true }]]
        #expect(Conditions.knownMatches(ofWrongInclude: paths + own, inherited: tooMany) == [])
    }

    static let wrongHeaders: [(String, [Condition], Bool)] = [
        ("two exact", [.onHeader("X") { $0.exact = "a" }, .onHeader("x") { $0.exact = "b" }], true),
        ("present and not", [.onHeader("X") { $0.present = true }, .onHeader("x") { $0.notpresent = true }], true),
        (
            "not present and present", [.onHeader("X") { $0.notpresent = true }, .onHeader("X") { $0.present = true }],
            true
        ),
        ("exact and not", [.onHeader("X") { $0.exact = "a" }, .onHeader("X") { $0.notexact = "a" }], true),
        ("not exact and exact", [.onHeader("X") { $0.notexact = "a" }, .onHeader("X") { $0.exact = "a" }], true),
        ("exact and not another", [.onHeader("X") { $0.exact = "a" }, .onHeader("X") { $0.notexact = "b" }], false),
        ("contains and not", [.onHeader("X") { $0.contains = "a" }, .onHeader("X") { $0.notcontains = "a" }], true),
        (
            "not contains, contains", [.onHeader("X") { $0.notcontains = "a" }, .onHeader("X") { $0.contains = "a" }],
            true
        ),
        (
            "contains and not another",
            [.onHeader("X") { $0.contains = "a" }, .onHeader("X") { $0.notcontains = "b" }], false
        ),
        ("contains, not exact", [.onHeader("X") { $0.contains = "a" }, .onHeader("X") { $0.notexact = "a" }], false),
        ("two contains", [.onHeader("X") { $0.contains = "a" }, .onHeader("X") { $0.contains = "b" }], false),
        ("other headers", [.onHeader("X") { $0.exact = "a" }, .onHeader("Y") { $0.exact = "a" }], false),
        ("bad regex", [.onHeader("X") { $0.regex = "(" }], true),
        ("long regex", [.onHeader("X") { $0.regex = String(repeating: "a", count: 4097) }], true),
        ("no name", [.onHeader("") { $0.present = true }], true),
        ("line feed in the name", [.onHeader("X\nY") { $0.present = true }], true),
        ("64", (0..<64).map { number in .onHeader("X\(number)") { $0.present = true } }, false),
        ("65", (0..<65).map { number in .onHeader("X\(number)") { $0.present = true } }, true),
    ]

    @Test(arguments: wrongHeaders)
    func `headers that cannot be matched are refused`(name: String, own: [Condition], isRefused: Bool) {
        let expected = isRefused ? "RouteError/HeaderMatchConditionsNotValid" : nil
        #expect(refusal { () throws(Finding) in try Conditions.match(inherited: [], own: own) } == expected)
        // The same, spread over an include and its route.
        let (include, route) = (Array(own.prefix(1)), Array(own.dropFirst()))
        #expect(refusal { () throws(Finding) in try Conditions.match(inherited: [include], own: route) } == expected)
    }

    static let wrongQueries: [(String, [Condition], Bool)] = [
        ("nothing", [.onQuery("q") { _ in }], true),
        (
            "two in one",
            [
                .onQuery("q") {
                    $0.exact = "a"
                    $0.present = true
                }
            ], true
        ),
        ("two exact", [.onQuery("q") { $0.exact = "a" }, .onQuery("Q") { $0.exact = "b" }], true),
        ("exact and prefix", [.onQuery("q") { $0.exact = "a" }, .onQuery("q") { $0.prefix = "b" }], false),
        ("bad regex", [.onQuery("q") { $0.regex = "(" }], true),
        ("no name", [.onQuery("") { $0.present = true }], true),
        ("name of 1024", [.onQuery(String(repeating: "q", count: 1024)) { $0.present = true }], false),
        ("name of 1025", [.onQuery(String(repeating: "q", count: 1025)) { $0.present = true }], true),
        ("64", (0..<64).map { number in .onQuery("q\(number)") { $0.present = true } }, false),
        ("65", (0..<65).map { number in .onQuery("q\(number)") { $0.present = true } }, true),
    ]

    @Test(arguments: wrongQueries)
    func `query parameters that cannot be matched are refused`(name: String, own: [Condition], isRefused: Bool) {
        let expected = isRefused ? "RouteError/QueryParameterMatchConditionsNotValid" : nil
        #expect(refusal { () throws(Finding) in try Conditions.match(inherited: [], own: own) } == expected)
    }
}
