package import KubernetesAPI

/// What requests a route or an include takes, from the conditions of an HTTPProxy.
package enum Conditions {
    /// The most header conditions a route may have, those of its includes counted; as many of query parameters.
    package static let limit = 64

    /// The match of a route.
    ///
    /// - `inherited` holds the conditions of the includes that lead to the route, from the root down; each list passed
    ///   ``checkInclude(_:at:)``.
    /// - The prefixes of the includes are put before the route's own path and `//` becomes `/`. A route that has no
    ///   path in all of this takes every path. Headers and query parameters must all match.
    /// - A regular expression stays within the prefixes before it, whatever it says: they are quoted, and its
    ///   alternatives are grouped. Its place among others does not depend on that: ``RouteMatch/writtenPath``.
    ///
    /// Throws `RouteError` with the reason `PathMatchConditionsNotValid`, `HeaderMatchConditionsNotValid` or
    /// `QueryParameterMatchConditionsNotValid`. `place` is the route.
    package static func match(
        inherited: [[Contour.MatchCondition]], own: [Contour.MatchCondition], at place: Place = ""
    ) throws(Finding) -> RouteMatch {
        var match = try path(inherited: inherited, own: own, at: place)
        let all = ConditionList(inherited: inherited, own: own, place: place.field("conditions"))
        match.headers = try headers(of: all)
        match.queryParameters = try queryParameters(of: all)
        return match
    }
}

/// The conditions of a route with those it inherits, which know where they stand.
struct ConditionList {
    /// All of them, the inherited ones first.
    let conditions: [Contour.MatchCondition]

    private let inheritedCount: Int
    private let place: Place

    /// The conditions of the list at `place`, after those of the includes.
    init(inherited: [[Contour.MatchCondition]] = [], own: [Contour.MatchCondition], place: Place) {
        conditions = inherited.isEmpty ? own : Array(inherited.joined()) + own
        inheritedCount = conditions.count - own.count
        self.place = place
    }

    /// Where a field of a condition stands, for messages.
    func place(of index: Int, _ field: String) -> Place {
        index < inheritedCount
            ? "the \(field) of an include's conditions" : place.item(index - inheritedCount).field(field)
    }
}
