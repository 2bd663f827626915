package import KubernetesAPI
import RegexSyntax

/// Which requests a path of an Ingress takes.
package enum IngressPaths {
    /// The path as it is written in a rule; `/` where there is none.
    package static func text(of path: Networking.HTTPIngressPath) -> String { path.path.isEmpty ? "/" : path.path }

    /// The match of a path.
    ///
    /// `Prefix` takes whole segments, `Exact` one path. `ImplementationSpecific`, which is meant where no type is given, is
    /// a regular expression if one of `^+*[]%` is in it, and a prefix of characters otherwise.
    ///
    /// Throws `RouteError`, reason `PathMatchConditionsNotValid`, for what cannot be programmed. `place` is the path.
    ///
    /// See [path types](https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types).
    package static func match(_ path: Networking.HTTPIngressPath, at place: Place = "") throws(Finding) -> PathMatch {
        let text = text(of: path)
        func refusal(_ field: String, _ fault: String) -> Finding {
            Finding(.route, "PathMatchConditionsNotValid", "\(place.field(field)): \(fault)")
        }
        guard text.utf8.first == UInt8(ascii: "/") else {
            throw refusal("path", "\(FoundValue.quote(text, limit: 100)) must begin with /")
        }
        switch path.pathType {
        case "Exact": return .exact(text)
        case "Prefix":
            guard !text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) else {
                throw refusal("path", "\(FoundValue.quote(text, limit: 100)) has ? or #, which no path has")
            }
            let segments = withoutLastSlashes(text)
            return segments.isEmpty ? .prefix("/") : .segments(segments)
        case "ImplementationSpecific", nil:
            guard text.utf8.contains(where: { regexMarks.contains($0) }) else { return .prefix(text) }
            if let problem = RegexChecker.check(text) {
                throw refusal(
                    "path", "Envoy refuses the regular expression \(FoundValue.quote(text, limit: 100)): \(problem)")
            }
            return .regex(text)
        case let type?:
            throw refusal(
                "pathType",
                "\(FoundValue.quote(type, limit: 100)) is unknown; write Prefix, Exact or ImplementationSpecific")
        }
    }

    private static let regexMarks = Set("^+*[]%".utf8)

    private static func withoutLastSlashes(_ text: String) -> String {
        var bytes = text.utf8[...]
        while bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
        return String(Substring(bytes))
    }
}
