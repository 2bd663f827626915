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
