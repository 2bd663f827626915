package import KubernetesAPI

extension Conditions {
    /// Checks the conditions of an include: at most one path condition, which is a prefix, and headers and query
    /// parameters as routes have them. The conditions it inherits are not looked at.
    ///
    /// Throws `IncludeError`, reason `PathMatchConditionsNotValid`, or `RouteError` with the reason
    /// `HeaderMatchConditionsNotValid` or `QueryParameterMatchConditionsNotValid`. `place` is the include.
    package static func checkInclude(_ conditions: [Contour.MatchCondition], at place: Place = "") throws(Finding) {
        _ = try includePrefix(of: conditions, at: place)
        let list = ConditionList(own: conditions, place: place.field("conditions"))
        _ = try headers(of: list)
        _ = try queryParameters(of: list)
    }

    /// The prefix of an include; nil if it has none.
    static func includePrefix(
        of conditions: [Contour.MatchCondition], at place: Place
    ) throws(Finding) -> String? {
        switch try pathCondition(of: conditions, type: .include, at: place) {
        case nil: nil
        case .prefix(let prefix): prefix
        case .exact: throw notInIncludes("exact", at: place)
        case .regex: throw notInIncludes("regex", at: place)
        }
    }

    /// What is known of the requests of an include whose conditions did not pass ``checkInclude(_:at:)``.
    ///
    /// Each of the first 64 paths it names counts for itself, whether or not it may stand there; without one that can be
    /// understood it takes what the includes before it take. All of that is narrowed by its header conditions if each of
    /// them is right, and by its query conditions if each of those is. Empty if that is everything the host has.
    package static func knownMatches(
        ofWrongInclude conditions: [Contour.MatchCondition], inherited: [[Contour.MatchCondition]]
    ) -> [RouteMatch] {
        let list = ConditionList(own: conditions, place: "")
        var narrowing: [Contour.MatchCondition] = []
        if (try? headers(of: list)) != nil {
            narrowing += conditions.compactMap { condition in condition.header.map { .init(header: $0) } }
        }
        if (try? queryParameters(of: list)) != nil {
            narrowing += conditions.compactMap { condition in condition.queryParameter.map { .init(queryParameter: $0) }
            }
        }
        // why: all paths have it in common, and checking it again for each would cost 64 times as much.
        guard
            let rest = try? match(inherited: inherited, own: narrowing),
            let prefix = try? prefix(of: inherited, at: "")
        else { return [] }
        let paths = Array(conditions.lazy.flatMap(\.paths).prefix(limit))
        let matches = paths.compactMap { condition -> RouteMatch? in
            guard var match = try? path([condition], under: prefix, at: "") else { return nil }
            (match.headers, match.queryParameters) = (rest.headers, rest.queryParameters)
            return match
        }
        guard matches.isEmpty else { return matches }
        return rest == RouteMatch(path: .prefix("/")) ? [] : [rest]
    }

    private static func notInIncludes(_ field: String, at place: Place) -> Finding {
        Finding(
            .include, pathReason,
            "\(place.field("conditions")): \(field) has no place in an include; use prefix here and \(field) in the included routes"
        )
    }

    /// What an include takes, for finding another that takes the same: the order of conditions does not matter.
    package struct IncludeIdentity: Hashable, Sendable {
        private let prefix: String
        private let headers: [HeaderMatch: Int]
        private let queryParameters: [QueryParameterMatch: Int]

        fileprivate init(prefix: String, headers: [HeaderMatch], queryParameters: [QueryParameterMatch]) {
            self.prefix = prefix
            self.headers = Dictionary(headers.map { ($0, 1) }, uniquingKeysWith: { $0 + $1 })
            self.queryParameters = Dictionary(queryParameters.map { ($0, 1) }, uniquingKeysWith: { $0 + $1 })
        }
    }

    /// What an include with these conditions takes; nil if it takes everything, for such includes may be repeated.
    ///
    /// The conditions passed ``checkInclude(_:at:)``. With a set of these a list of includes is checked in one pass; a
    /// repeated one is `IncludeError`, reason `DuplicateMatchConditions`.
    package static func identity(ofInclude conditions: [Contour.MatchCondition]) -> IncludeIdentity? {
        guard
            let match = try? match(inherited: [], own: conditions), case .prefix(let prefix) = match.path,
            prefix != "/" || !match.headers.isEmpty || !match.queryParameters.isEmpty
        else { return nil }
        return IncludeIdentity(prefix: prefix, headers: match.headers, queryParameters: match.queryParameters)
    }

    /// The finding for an include that takes the same requests as an earlier one.
    package static func duplicate(at place: Place) -> Finding {
        Finding(
            .include, "DuplicateMatchConditions",
            "\(place.field("conditions")): an earlier include has the same conditions; this one is left out")
    }
}

extension Contour.MatchCondition {
    fileprivate init(header: Contour.HeaderMatchCondition) {
        self.init()
        self.header = header
    }

    fileprivate init(queryParameter: Contour.QueryParameterMatchCondition) {
        self.init()
        self.queryParameter = queryParameter
    }

    /// A condition of its own for each path in it; the prefix `/` is none.
    fileprivate var paths: [Contour.MatchCondition] {
        let fields: [WritableKeyPath<Contour.MatchCondition, String>] = [\.prefix, \.exact, \.regex]
        return fields.filter { !self[keyPath: $0].isEmpty && (self[keyPath: $0] != "/" || $0 != \.prefix) }.map {
            field in
            var path = Contour.MatchCondition()
            path[keyPath: field] = self[keyPath: field]
            return path
        }
    }
}
