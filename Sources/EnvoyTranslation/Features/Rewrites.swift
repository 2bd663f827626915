import EnvoyAPI
import RoutingGraph

extension Envoy.RouteAction {
    /// Sets how the path is changed.
    ///
    /// Envoy has no way to replace the whole path and keep the query but
    /// [`regex_rewrite`](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#envoy-v3-api-field-config-route-v3-routeaction-regex-rewrite).
    mutating func apply(_ rewrite: PathRewrite) {
        switch rewrite {
        case .prefix(let replacement):
            prefixRewrite = replacement
        case .full(let path):
            regexRewrite = Envoy.RegexMatchAndSubstitute(pattern: "^/.*$", replacement: path.escapedForSubstitution)
        case .regex(let pattern, let replacement):
            regexRewrite = Envoy.RegexMatchAndSubstitute(pattern: pattern, replacement: replacement)
        }
    }

    /// Sets how the `Host` header is changed.
    mutating func apply(_ rewrite: HostRewrite) {
        switch rewrite {
        case .literal(let name): hostRewriteLiteral = name
        case .header(let name): hostRewriteHeader = name
        }
    }
}

extension Envoy.RegexMatchAndSubstitute {
    /// A replacement of what matches.
    init(pattern: String, replacement: String) {
        self.init()
        self.pattern.regex = pattern
        substitution = replacement
    }
}

extension String {
    /// The text such that RE2 puts it in as it is: a backslash would begin a reference to a group.
    fileprivate var escapedForSubstitution: String {
        split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
    }
}
