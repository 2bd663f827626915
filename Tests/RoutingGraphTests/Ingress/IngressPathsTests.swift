import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct IngressPathsTests {
    static let paths: [(String, String?, PathMatch?)] = [
        // Prefix takes whole segments.
        ("/foo", "Prefix", .segments("/foo")), ("/foo/", "Prefix", .segments("/foo")),
        ("/foo/bar//", "Prefix", .segments("/foo/bar")), ("/", "Prefix", .prefix("/")), ("//", "Prefix", .prefix("/")),
        ("", "Prefix", .prefix("/")), ("/a[b", "Prefix", .segments("/a[b")), ("foo", "Prefix", nil),
        ("/a?b", "Prefix", nil), ("/a#b", "Prefix", nil),
        ("/foo", "Exact", .exact("/foo")), ("/foo/", "Exact", .exact("/foo/")), ("", "Exact", .exact("/")),
        ("/a.*", "Exact", .exact("/a.*")), ("foo", "Exact", nil),
        // ImplementationSpecific is a regular expression if it looks like one.
        ("/foo", "ImplementationSpecific", .prefix("/foo")), ("/foo/", "ImplementationSpecific", .prefix("/foo/")),
        ("/foo", nil, .prefix("/foo")), ("", nil, .prefix("/")), ("/a.b", nil, .prefix("/a.b")),
        ("/a(b)", nil, .prefix("/a(b)")), ("/a?b", nil, .prefix("/a?b")), ("/[a-z]", nil, .regex("/[a-z]")),
        ("/a.*", nil, .regex("/a.*")), ("/a+", "ImplementationSpecific", .regex("/a+")), ("/a^", nil, .regex("/a^")),
        ("/a%20b", nil, .regex("/a%20b")), ("/a]", nil, .regex("/a]")), ("/[a", nil, nil), ("/(a*", nil, nil),
        ("/a**", nil, nil), ("a*", nil, nil), ("^/a", nil, nil),
        ("/foo", "prefix", nil), ("/foo", "", nil),
    ]

    @Test(arguments: paths)
    func `a path is matched as its type says`(text: String, type: String?, expected: PathMatch?) {
        var path = Networking.HTTPIngressPath()
        path.path = text
        path.pathType = type
        var found: PathMatch?
        let refused = refusal { [path] () throws(Finding) in found = try IngressPaths.match(path, at: "here") }
        #expect(found == expected)
        #expect(refused == (expected == nil ? "RouteError/PathMatchConditionsNotValid" : nil))
    }

    @Test func `a regular expression that is too long is refused`() {
        var path = Networking.HTTPIngressPath()
        path.path = "/" + String(repeating: "a+", count: 2048)
        let refused = refusal { [path] () throws(Finding) in try IngressPaths.match(path) }
        #expect(refused == "RouteError/PathMatchConditionsNotValid")
    }
}
