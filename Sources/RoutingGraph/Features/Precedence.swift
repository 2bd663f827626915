/// The order in which Envoy tries the routes of a host: the first that matches takes the request.
///
/// It is a total order of what Envoy gets (``RouteMatch/program``), so the same routes have the same order wherever they
/// come from:
/// 1. An exact path goes before a regular expression, that before a prefix.
/// 2. A longer regular expression or prefix goes first; of equal length, the greater text. Exact paths go from the
///    greatest to the smallest. A regular expression below includes counts as it is written, behind their prefixes.
/// 3. Of the same prefix, whole segments go before characters.
/// 4. Of the same path goes first what has a `:method`, then more headers, then more query parameters, then the lower
///    priority; then headers and query parameters are compared one by one, the narrower first. What is written alike
///    and yet differs goes by the text Envoy gets, the greater first.
///
/// Texts are compared by their bytes. Headers and query parameters are compared in the order they have; where they were
/// sorted by `sorted`, the user's order does not matter.
package enum Precedence {
    /// Whether Envoy must try the first match before the second; false if they are alike.
    package static func isBefore(_ one: RouteMatch, _ other: RouteMatch) -> Bool {
        comparePaths(one, other) ?? compareConditions(one, other)
            ?? compareTexts(other.path.text, one.path.text) ?? false
    }

    /// The headers in the order in which matches are compared.
    package static func sorted(_ headers: [HeaderMatch]) -> [HeaderMatch] {
        headers.count < 2 ? headers : headers.sorted { compareHeaders($0, $1) ?? false }
    }

    /// The query parameters in the order in which matches are compared.
    package static func sorted(_ parameters: [QueryParameterMatch]) -> [QueryParameterMatch] {
        parameters.count < 2 ? parameters : parameters.sorted { compareParameters($0, $1) ?? false }
    }

    // Comparisons answer whether the first goes first; nil if it does not matter.

    private static func comparePaths(_ one: RouteMatch, _ other: RouteMatch) -> Bool? {
        if let decided = smaller(one.path.rank, other.path.rank) { return decided }
        let (text, otherText) = (one.writtenPath ?? one.path.text, other.writtenPath ?? other.path.text)
        if one.path.rank > 0, let decided = greater(text.utf8.count, otherText.utf8.count) { return decided }
        return compareTexts(otherText, text) ?? first(one.path.isBySegments, other.path.isBySegments)
    }

    private static func compareConditions(_ one: RouteMatch, _ other: RouteMatch) -> Bool? {
        let headers = one.headers.filter { !$0.isMethod }
        let otherHeaders = other.headers.filter { !$0.isMethod }
        return first(headers.count < one.headers.count, otherHeaders.count < other.headers.count)
            ?? greater(headers.count, otherHeaders.count)
            ?? greater(one.queryParameters.count, other.queryParameters.count)
            ?? smaller(one.priority, other.priority)
            ?? compareLists(headers, otherHeaders, by: compareHeaders)
            ?? compareLists(one.queryParameters, other.queryParameters, by: compareParameters)
            ?? compareLists(one.headers, other.headers, by: compareHeaders)
    }

    /// Element by element; of two lists that begin alike, the longer goes first.
    private static func compareLists<Element>(
        _ one: [Element], _ other: [Element], by compare: (Element, Element) -> Bool?
    ) -> Bool? {
        for (element, otherElement) in zip(one, other) {
            if let decided = compare(element, otherElement) { return decided }
        }
        return greater(one.count, other.count)
    }

    private static func compareHeaders(_ one: HeaderMatch, _ other: HeaderMatch) -> Bool? {
        compareTexts(one.name, other.name) ?? smaller(one.value.rank, other.value.rank)
            ?? compareTexts(one.value.text, other.value.text) ?? first(!one.isInverted, !other.isInverted)
            ?? first(!one.value.ignoresCase, !other.value.ignoresCase)
            ?? first(!one.treatsMissingAsEmpty, !other.treatsMissingAsEmpty)
    }

    private static func compareParameters(_ one: QueryParameterMatch, _ other: QueryParameterMatch) -> Bool? {
        compareTexts(one.name, other.name) ?? smaller(one.value.rank, other.value.rank)
            ?? compareTexts(one.value.text, other.value.text)
            ?? first(!one.value.ignoresCase, !other.value.ignoresCase)
    }

    /// The lesser bytes go first.
    private static func compareTexts(_ one: String, _ other: String) -> Bool? {
        if one.utf8.elementsEqual(other.utf8) { return nil }
        return one.utf8.lexicographicallyPrecedes(other.utf8)
    }

    private static func smaller(_ one: Int, _ other: Int) -> Bool? { one == other ? nil : one < other }

    private static func greater(_ one: Int, _ other: Int) -> Bool? { one == other ? nil : one > other }

    /// What has the property goes before what has not.
    private static func first(_ one: Bool, _ other: Bool) -> Bool? { one == other ? nil : one }
}

extension PathMatch {
    fileprivate var rank: Int {
        switch self {
        case .exact: 0
        case .regex: 1
        case .prefix, .segments: 2
        }
    }

    fileprivate var isBySegments: Bool {
        if case .segments = self { true } else { false }
    }
}

extension HeaderMatch {
    fileprivate var isMethod: Bool { name == ":method" }
}

extension ValueMatch {
    fileprivate var rank: Int {
        switch self {
        case .exact: 0
        case .regex: 1
        case .prefix: 2
        case .suffix: 3
        case .contains: 4
        case .present: 5
        }
    }

    fileprivate var text: String {
        switch self {
        case .present: ""
        case .regex(let text): text
        case .exact(let text, _), .prefix(let text, _), .suffix(let text, _), .contains(let text, _): text
        }
    }

    fileprivate var ignoresCase: Bool {
        switch self {
        case .present, .regex: false
        case .exact(_, let ignores), .prefix(_, let ignores), .suffix(_, let ignores), .contains(_, let ignores):
            ignores
        }
    }
}
