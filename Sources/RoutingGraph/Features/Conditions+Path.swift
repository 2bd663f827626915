import KubernetesAPI
import RegexSyntax

extension Conditions {
    /// The one path condition of a list.
    enum PathCondition {
        case prefix(String)
        case exact(String)
        case regex(String)
    }

    /// The path of a route under its includes, as a match of nothing else.
    static func path(
        inherited: [[Contour.MatchCondition]], own: [Contour.MatchCondition], at place: Place
    ) throws(Finding) -> RouteMatch {
        try path(own, under: prefix(of: inherited, at: place), at: place)
    }

    /// The prefixes of the includes that lead to `place`, as they are written one behind the other.
    static func prefix(of inherited: [[Contour.MatchCondition]], at place: Place) throws(Finding) -> String {
        var prefix = ""
        for conditions in inherited {
            prefix += try includePrefix(of: conditions, at: "an include of \(place)") ?? ""
        }
        return prefix
    }

    /// The path of a route below that prefix.
    static func path(
        _ own: [Contour.MatchCondition], under prefix: String, at place: Place
    ) throws(Finding) -> RouteMatch {
        switch try pathCondition(of: own, type: .route, at: place) {
        case nil:
            let merged = PathText.collapsingSlashes(prefix)
            return RouteMatch(path: .prefix(merged.isEmpty ? "/" : merged))
        case .prefix(let text):
            return RouteMatch(path: .prefix(PathText.collapsingSlashes(prefix + text)))
        case .exact(let text):
            return RouteMatch(path: .exact(PathText.collapsingSlashes(prefix + text)))
        case .regex(let text):
            let merged = PathText.regex(under: PathText.collapsingSlashes(prefix), text)
            if merged != text { try checkPathRegex(merged, type: .route, at: place.field("conditions")) }
            let written = PathText.collapsingSlashes(prefix + text)
            return RouteMatch(path: .regex(merged), writtenPath: written == merged ? nil : written)
        }
    }

    /// The path condition of one list, which has at most one; it begins with a slash.
    ///
    /// Throws `type` with the reason `PathMatchConditionsNotValid`.
    static func pathCondition(
        of conditions: [Contour.MatchCondition], type: FindingType, at place: Place
    ) throws(Finding) -> PathCondition? {
        var found: PathCondition?
        for (index, condition) in conditions.enumerated() {
            let written: [(String, String, PathCondition)] = [
                ("prefix", condition.prefix, .prefix(condition.prefix)),
                ("exact", condition.exact, .exact(condition.exact)),
                ("regex", condition.regex, .regex(condition.regex)),
            ]
            for (field, text, path) in written where !text.isEmpty {
                let here = place.field("conditions").item(index).field(field)
                guard text.utf8.first == UInt8(ascii: "/") else {
                    throw Finding(type, pathReason, "\(here): \(FoundValue.quote(text, limit: 100)) must begin with /")
                }
                if case .regex = path { try checkPathRegex(text, type: type, at: here) }
                guard found == nil else {
                    throw Finding(
                        type, pathReason,
                        "\(here): a list of conditions may have one of prefix, exact and regex; this is the second")
                }
                found = path
            }
        }
        return found
    }

    /// Contour's reason for a wrong path condition.
    static let pathReason = "PathMatchConditionsNotValid"

    private static func checkPathRegex(_ regex: String, type: FindingType, at place: Place) throws(Finding) {
        if let problem = regexProblem(regex) { throw Finding(type, pathReason, "\(place): \(problem)") }
    }

    /// Why Envoy would refuse a regular expression; nil if it takes it.
    static func regexProblem(_ regex: String) -> String? {
        RegexChecker.check(regex).map {
            "Envoy refuses the regular expression \(FoundValue.quote(regex, limit: 100)): \($0)"
        }
    }
}
