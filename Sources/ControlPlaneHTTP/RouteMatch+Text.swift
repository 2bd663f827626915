import RoutingGraph

/// Matches as people read them.
extension RouteMatch {
    /// What must hold, each in a few words.
    var texts: [String] {
        [path.words] + headers.map(\.words) + queryParameters.map { "query \($0.name) \($0.value.words)" }
    }
}

extension PathMatch {
    /// The kind and the path.
    fileprivate var words: String {
        switch self {
        case .exact(let path): "exact \(path)"
        case .regex(let expression): "regex \(expression)"
        case .prefix(let path): "prefix \(path)"
        case .segments(let path): "segments \(path)"
        }
    }
}

extension HeaderMatch {
    /// The header and what it must be.
    fileprivate var words: String { "header \(name) \(isInverted ? "not " : "")\(value.words)" }
}

extension ValueMatch {
    /// What a text must be.
    fileprivate var words: String {
        switch self {
        case .present: "present"
        case .exact(let text, let ignoringCase): "= \(text)" + Self.note(ignoringCase)
        case .prefix(let text, let ignoringCase): "begins \(text)" + Self.note(ignoringCase)
        case .suffix(let text, let ignoringCase): "ends \(text)" + Self.note(ignoringCase)
        case .contains(let text, let ignoringCase): "contains \(text)" + Self.note(ignoringCase)
        case .regex(let expression): "matches \(expression)"
        }
    }

    private static func note(_ ignoringCase: Bool) -> String { ignoringCase ? " in any case" : "" }
}
