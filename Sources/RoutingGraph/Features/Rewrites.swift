package import KubernetesAPI

/// How the path is changed on its way to a backend, from `pathRewritePolicy`.
package enum Rewrites {
    /// The replacement for the prefix of a route: the one for exactly this prefix, else the one for any.
    ///
    /// `match` is the route's merged match. Throws `PrefixReplaceError` with the reason `MustHavePrefix` (the path is
    /// exact or a regular expression), `DuplicateReplacement`, `AmbiguousReplacement` or `ReplacementNotValid` (Envoy
    /// would refuse it). `place` is the route.
    package static func rewrite(
        _ policy: Contour.PathRewritePolicy?, of match: RouteMatch, at place: Place = ""
    ) throws(Finding) -> PathRewrite? {
        guard let replacements = policy?.replacePrefix, !replacements.isEmpty else { return nil }
        let place = place.field("pathRewritePolicy.replacePrefix")
        guard case .prefix(let prefix) = match.path else {
            throw Finding(
                .prefixReplacement, "MustHavePrefix",
                "\(place): only a prefix can be replaced; the route has an exact path or a regular expression")
        }
        var byPrefix: [String: String] = [:]
        for (index, replacement) in replacements.enumerated() {
            guard byPrefix.updateValue(replacement.replacement, forKey: replacement.prefix) == nil else {
                throw repeated(replacement.prefix, at: place.item(index))
            }
            guard HeaderText.isValue(replacement.replacement) else {
                throw Finding(
                    .prefixReplacement, "ReplacementNotValid",
                    "\(place.item(index)): the replacement has a control character")
            }
        }
        return (byPrefix[prefix] ?? byPrefix[""]).map { .prefix($0) }
    }

    private static func repeated(_ prefix: String, at place: Place) -> Finding {
        prefix.isEmpty
            ? Finding(
                .prefixReplacement, "AmbiguousReplacement",
                "\(place): a second replacement without a prefix; leave one, or name their prefixes")
            : Finding(
                .prefixReplacement, "DuplicateReplacement",
                "\(place): a second replacement of \(FoundValue.quote(prefix, limit: 100)); leave one")
    }

    /// Makes two routes of each that replaces the prefix `/foo` or `/foo/`, so that neither `//` nor a missing slash
    /// comes out: `/foo` is replaced by the replacement without its last slash, `/foo/` by the same with a slash.
    ///
    /// As in Contour this is done for a route that is alone with its prefix, and `/foo` and `/foo/` count as one: who
    /// writes both decides for both. `routes` are those of an object after those of its includes, which were expanded
    /// already; nothing is expanded twice. The order stays, the new route follows its original.
    package static func expandPrefixes(_ routes: [Route]) -> [Route] {
        var counts: [String: Int] = [:]
        for route in routes {
            guard case .prefix(let prefix) = route.match.path else { continue }
            counts[withoutLastSlashes(prefix), default: 0] += 1
        }
        return routes.flatMap { route -> [Route] in
            guard
                case .prefix(let prefix) = route.match.path, prefix != "/", counts[withoutLastSlashes(prefix)] == 1,
                case .forward(let forwarding) = route.action, case .prefix(let replacement)? = forwarding.pathRewrite
            else { return [route] }
            let (path, target) = (withoutLastSlashes(prefix), withoutLastSlashes(replacement))
            return [
                rewriting(route, forwarding, from: path, to: target.isEmpty ? "/" : target),
                rewriting(route, forwarding, from: path + "/", to: target + "/"),
            ]
        }
    }

    private static func rewriting(_ route: Route, _ forwarding: Forwarding, from: String, to: String) -> Route {
        var (route, forwarding) = (route, forwarding)
        forwarding.pathRewrite = .prefix(to)
        route.match.path = .prefix(from)
        route.action = .forward(forwarding)
        return route
    }

    private static func withoutLastSlashes(_ text: String) -> String {
        var bytes = text.utf8[...]
        while bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
        return String(Substring(bytes))
    }
}
