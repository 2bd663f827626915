import KubernetesAPI

extension Conditions {
    private static let queryReason = "QueryParameterMatchConditionsNotValid"

    /// The longest name of a query parameter that
    /// [Envoy](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-queryparametermatcher)
    /// takes, in bytes.
    private static let longestName = 1024

    /// What query parameters must be, in the order of ``Precedence``.
    ///
    /// Throws `RouteError`, reason `QueryParameterMatchConditionsNotValid`.
    static func queryParameters(of list: ConditionList) throws(Finding) -> [QueryParameterMatch] {
        var matches: [QueryParameterMatch] = []
        var exactNames: Set<String> = []
        for (index, condition) in list.conditions.enumerated() {
            guard let parameter = condition.queryParameter else { continue }
            func refusal(_ fault: String) -> Finding {
                Finding(.route, queryReason, "\(list.place(of: index, "queryParameter")): \(fault)")
            }
            guard matches.count < limit else { throw refusal("a route may have \(limit) query conditions") }
            guard !parameter.name.isEmpty, parameter.name.utf8.count <= longestName else {
                throw refusal("the name must have 1 to \(longestName) bytes")
            }
            let values = valueMatches(parameter)
            guard let value = values.first, values.count == 1 else {
                throw refusal("set exactly one of exact, prefix, suffix, regex, contains and present")
            }
            if case .regex(let regex) = value, let problem = regexProblem(regex) { throw refusal(problem) }
            if case .exact = value, !exactNames.insert(parameter.name.lowercased()).inserted {
                throw refusal("\(FoundValue.quote(parameter.name, limit: 100)) has two exact conditions; leave one")
            }
            matches.append(QueryParameterMatch(name: parameter.name, value: value))
        }
        return Precedence.sorted(matches)
    }

    /// Everything a condition asks for; it should be one thing.
    private static func valueMatches(_ condition: Contour.QueryParameterMatchCondition) -> [ValueMatch] {
        let ignoresCase = condition.ignoreCase
        var matches: [ValueMatch] = []
        if !condition.exact.isEmpty { matches.append(.exact(condition.exact, ignoringCase: ignoresCase)) }
        if !condition.prefix.isEmpty { matches.append(.prefix(condition.prefix, ignoringCase: ignoresCase)) }
        if !condition.suffix.isEmpty { matches.append(.suffix(condition.suffix, ignoringCase: ignoresCase)) }
        if !condition.regex.isEmpty { matches.append(.regex(condition.regex)) }
        if !condition.contains.isEmpty { matches.append(.contains(condition.contains, ignoringCase: ignoresCase)) }
        if condition.present { matches.append(.present) }
        return matches
    }
}
