import KubernetesAPI

extension Conditions {
    private static let headerReason = "HeaderMatchConditionsNotValid"

    /// A condition that another one may repeat or contradict; names of headers are the same in any case.
    private struct SeenHeader: Hashable {
        var name: String
        var value: ValueMatch
        var isInverted: Bool
    }

    /// What headers must be, in the order of ``Precedence``.
    ///
    /// Throws `RouteError`, reason `HeaderMatchConditionsNotValid`.
    static func headers(of list: ConditionList) throws(Finding) -> [HeaderMatch] {
        var matches: [HeaderMatch] = []
        var seen: Set<SeenHeader> = []
        var exactNames: Set<String> = []
        for (index, condition) in list.conditions.enumerated() {
            guard let header = condition.header else { continue }
            let match = try headerMatch(header, at: { list.place(of: index, "header") })
            guard matches.count < limit else {
                throw Finding(
                    .route, headerReason,
                    "\(list.place(of: index, "header")): a route may have \(limit) header conditions")
            }
            if let fault = conflict(of: match, seen: &seen, exactNames: &exactNames) {
                let header = FoundValue.quote(match.name, limit: 100)
                throw Finding(.route, headerReason, "\(list.place(of: index, "header")): \(header) \(fault)")
            }
            matches.append(match)
        }
        return Precedence.sorted(matches)
    }

    /// The match of one condition. One that asks for nothing is refused: Contour ignores it, which opens the route to all.
    private static func headerMatch(
        _ condition: Contour.HeaderMatchCondition, at place: () -> Place
    ) throws(Finding) -> HeaderMatch {
        guard HeaderText.isMatchable(name: condition.name) else {
            throw Finding(
                .route, headerReason,
                "\(place()): \(FoundValue.quote(condition.name, limit: 100)) is not the name of a header; it needs a name without control characters"
            )
        }
        guard let match = positiveOrNegative(condition) else {
            throw Finding(
                .route, headerReason,
                "\(place()): say what \(condition.name) must be: present, contains, exact, regex or their opposites")
        }
        if case .regex(let regex) = match.value, let problem = regexProblem(regex) {
            throw Finding(.route, headerReason, "\(place()): \(problem)")
        }
        return match
    }

    /// The first field that is set decides, in Contour's order.
    private static func positiveOrNegative(_ condition: Contour.HeaderMatchCondition) -> HeaderMatch? {
        let ignoresCase = condition.ignoreCase
        func match(_ value: ValueMatch) -> HeaderMatch { HeaderMatch(name: condition.name, value: value) }
        func unless(_ value: ValueMatch) -> HeaderMatch {
            HeaderMatch(
                name: condition.name, value: value, isInverted: true,
                treatsMissingAsEmpty: condition.treatMissingAsEmpty)
        }
        if condition.present { return match(.present) }
        if condition.notpresent { return HeaderMatch(name: condition.name, value: .present, isInverted: true) }
        if !condition.contains.isEmpty { return match(.contains(condition.contains, ignoringCase: ignoresCase)) }
        if !condition.notcontains.isEmpty {
            return unless(.contains(condition.notcontains, ignoringCase: ignoresCase))
        }
        if !condition.exact.isEmpty { return match(.exact(condition.exact, ignoringCase: ignoresCase)) }
        if !condition.notexact.isEmpty { return unless(.exact(condition.notexact, ignoringCase: ignoresCase)) }
        return condition.regex.isEmpty ? nil : match(.regex(condition.regex))
    }

    /// Why a condition cannot stand beside the earlier ones; nil if it can.
    private static func conflict(
        of match: HeaderMatch, seen: inout Set<SeenHeader>, exactNames: inout Set<String>
    ) -> String? {
        let name = match.name.lowercased()
        let value = match.value.mindingCase
        if case .regex = value { return nil }
        if case .exact = value, !match.isInverted, !exactNames.insert(name).inserted {
            return "has two exact conditions, and a header has one value; leave one"
        }
        if seen.contains(SeenHeader(name: name, value: value, isInverted: !match.isInverted)) {
            return "must and must not match the same; leave one of the two conditions"
        }
        // Conditions that ignore case or count missing headers say more than the plain one; Contour lets them be.
        if match.value == value, !match.treatsMissingAsEmpty {
            seen.insert(SeenHeader(name: name, value: value, isInverted: match.isInverted))
        }
        return nil
    }
}

extension ValueMatch {
    /// The same match, but letter case counts.
    fileprivate var mindingCase: ValueMatch {
        switch self {
        case .exact(let text, _): .exact(text, ignoringCase: false)
        case .contains(let text, _): .contains(text, ignoringCase: false)
        case .prefix(let text, _): .prefix(text, ignoringCase: false)
        case .suffix(let text, _): .suffix(text, ignoringCase: false)
        case .present, .regex: self
        }
    }
}
