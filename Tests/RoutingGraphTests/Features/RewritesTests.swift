import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct RewritesTests {
    private static func policy(_ replacements: [(String, String)]) -> Contour.PathRewritePolicy {
        var policy = Contour.PathRewritePolicy()
        policy.replacePrefix = replacements.map { prefix, replacement in
            var entry = Contour.ReplacePrefix()
            entry.prefix = prefix
            entry.replacement = replacement
            return entry
        }
        return policy
    }

    static let replacements: [(String, [(String, String)], String?)] = [
        ("/api", [], nil),
        ("/api", [("", "/api/v1")], "/api/v1"),
        ("/api", [("/foo", "/api/v1"), ("/api", "/api/v2")], "/api/v2"),
        ("/api", [("/foo", "/api/v1")], nil),
        ("/api", [("/api", "/full"), ("", "/empty")], "/full"),
        ("/api", [("", "/empty"), ("/api", "/full")], "/full"),
        ("/", [("/api", "/full"), ("", "/empty")], "/empty"),
        ("/api", [("/api/", "/slash")], nil),
    ]

    @Test(arguments: replacements)
    func `the replacement of exactly this prefix comes first, then that of any`(
        prefix: String, entries: [(String, String)], expected: String?
    ) throws {
        let rewrite = try Rewrites.rewrite(Self.policy(entries), of: RouteMatch(path: .prefix(prefix)))
        #expect(rewrite == expected.map { .prefix($0) })
    }

    @Test func `no policy rewrites nothing, whatever the path`() throws {
        let rewrite = try Rewrites.rewrite(nil, of: RouteMatch(path: .exact("/a")))
        #expect(rewrite == nil)
    }

    static let wrong: [(PathMatch, [(String, String)], String)] = [
        (.exact("/a"), [("", "/b")], "MustHavePrefix"),
        (.regex("/a"), [("", "/b")], "MustHavePrefix"),
        (.prefix("/a"), [("", "/b"), ("", "/c")], "AmbiguousReplacement"),
        (.prefix("/a"), [("/foo", "/b"), ("/foo", "/c")], "DuplicateReplacement"),
        (.prefix("/a"), [("/foo", "/b\r\nX: 1")], "ReplacementNotValid"),
    ]

    @Test(arguments: wrong)
    func `a replacement that cannot be made is refused`(path: PathMatch, entries: [(String, String)], reason: String) {
        let found = refusal { () throws(Finding) in
            try Rewrites.rewrite(Self.policy(entries), of: RouteMatch(path: path))
        }
        #expect(found == "PrefixReplaceError/\(reason)")
    }

    private static let origin = ObjectKey(.httpProxy, NamespacedName(namespace: "default", name: "kuard"))

    private static func route(
        _ path: PathMatch, _ rewrite: String? = nil, headers: [HeaderMatch] = [], timeout: TimeoutSetting = .unset
    ) -> Route {
        let forwarding = Forwarding(
            destinations: [], timeouts: RouteTimeouts(response: timeout), pathRewrite: rewrite.map { .prefix($0) })
        return Route(match: RouteMatch(path: path, headers: headers), action: .forward(forwarding), origin: origin)
    }

    private static let header = HeaderMatch(name: "X", value: .present)

    static let expansions: [([Route], [Route])] = [
        ([], []),
        ([route(.prefix("/foo"), "/bar")], [route(.prefix("/foo"), "/bar"), route(.prefix("/foo/"), "/bar/")]),
        ([route(.prefix("/foo/"), "/bar")], [route(.prefix("/foo"), "/bar"), route(.prefix("/foo/"), "/bar/")]),
        ([route(.prefix("/foo"), "/bar//")], [route(.prefix("/foo"), "/bar"), route(.prefix("/foo/"), "/bar/")]),
        ([route(.prefix("/foo"), "/")], [route(.prefix("/foo"), "/"), route(.prefix("/foo/"), "/")]),
        ([route(.prefix("/bar/"), "/")], [route(.prefix("/bar"), "/"), route(.prefix("/bar/"), "/")]),
        ([route(.prefix("/"), "/bar")], [route(.prefix("/"), "/bar")]),
        ([route(.prefix("/foo"))], [route(.prefix("/foo"))]),
        ([route(.segments("/foo"), "/bar")], [route(.segments("/foo"), "/bar")]),
        // Who writes both decides for both.
        (
            [route(.prefix("/foo"), "/bar"), route(.prefix("/foo/"), "/baz")],
            [route(.prefix("/foo"), "/bar"), route(.prefix("/foo/"), "/baz")]
        ),
        (
            [route(.prefix("/foo"), "/bar"), route(.prefix("/foo/"))],
            [route(.prefix("/foo"), "/bar"), route(.prefix("/foo/"))]
        ),
        // The same prefix with another header counts too.
        (
            [route(.prefix("/foo"), "/bar"), route(.prefix("/foo"), headers: [header])],
            [route(.prefix("/foo"), "/bar"), route(.prefix("/foo"), headers: [header])]
        ),
        // An exact path does not.
        (
            [route(.exact("/foo")), route(.prefix("/foo"), "/bar", timeout: .disabled), route(.prefix("/x"))],
            [
                route(.exact("/foo")), route(.prefix("/foo"), "/bar", timeout: .disabled),
                route(.prefix("/foo/"), "/bar/", timeout: .disabled), route(.prefix("/x")),
            ]
        ),
        (
            [route(.prefix("/a"), "/x"), route(.prefix("/b"), "/y")],
            [
                route(.prefix("/a"), "/x"), route(.prefix("/a/"), "/x/"), route(.prefix("/b"), "/y"),
                route(.prefix("/b/"), "/y/"),
            ]
        ),
    ]

    @Test(arguments: expansions)
    func `a lone rewriting route becomes two, and never again`(routes: [Route], expected: [Route]) {
        let expanded = Rewrites.expandPrefixes(routes)
        #expect(expanded == expected)
        #expect(Rewrites.expandPrefixes(expanded) == expected)
    }

    @Test func `routes that do not forward are not expanded, and count`() {
        let answer = Route(
            match: RouteMatch(path: .prefix("/foo")), action: .respond(DirectResponse(statusCode: 200)),
            origin: Self.origin)
        #expect(Rewrites.expandPrefixes([answer]) == [answer])
        let both = [answer, Self.route(.prefix("/foo/"), "/bar")]
        #expect(Rewrites.expandPrefixes(both) == both)
    }
}
