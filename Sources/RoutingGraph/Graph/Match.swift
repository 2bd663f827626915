/// Which requests a route takes: all parts must hold.
package struct RouteMatch: Sendable, Hashable {
    /// What the path must be.
    package var path: PathMatch

    /// The path as users wrote it, includes and route together, which decides the place among others of its kind; nil
    /// where that is the text of `path`.
    package var writtenPath: String?

    /// The match as Envoy gets it: of two with the same, Envoy never comes to the second.
    package var program: RouteMatch {
        var match = self
        match.writtenPath = nil
        return match
    }

    /// What headers must be; the method is the header `:method`.
    package var headers: [HeaderMatch]

    /// What query parameters must be.
    package var queryParameters: [QueryParameterMatch]

    /// The place among matches that are alike otherwise: the lower goes first.
    package var priority: Int

    /// A match; by default of the path alone.
    package init(
        path: PathMatch, writtenPath: String? = nil, headers: [HeaderMatch] = [],
        queryParameters: [QueryParameterMatch] = [], priority: Int = 0
    ) {
        self.path = path
        self.writtenPath = writtenPath
        self.headers = headers
        self.queryParameters = queryParameters
        self.priority = priority
    }
}

/// What the path of a request must be; the query is not part of it.
package enum PathMatch: Sendable, Hashable {
    /// This path and no other.
    case exact(String)

    /// All of the path matches this RE2 expression, which is written without `^`.
    case regex(String)

    /// The path begins with these characters: `/foo` takes `/foobar` too.
    case prefix(String)

    /// The path begins with these segments: `/foo` takes `/foo` and `/foo/bar`.
    case segments(String)

    /// The path as users write it.
    package var text: String {
        switch self {
        case .exact(let text), .regex(let text), .prefix(let text), .segments(let text): text
        }
    }
}

/// What a header must be.
package struct HeaderMatch: Sendable, Hashable {
    /// The header's name.
    package var name: String

    /// What its value must be.
    package var value: ValueMatch

    /// Whether the match holds when the value is otherwise.
    package var isInverted: Bool

    /// Whether a header that is not there counts as an empty one.
    package var treatsMissingAsEmpty: Bool

    /// A match of a header.
    package init(name: String, value: ValueMatch, isInverted: Bool = false, treatsMissingAsEmpty: Bool = false) {
        self.name = name
        self.value = value
        self.isInverted = isInverted
        self.treatsMissingAsEmpty = treatsMissingAsEmpty
    }
}

/// What a query parameter must be; Envoy looks at the first of that name.
package struct QueryParameterMatch: Sendable, Hashable {
    /// The parameter's name.
    package var name: String

    /// What its value must be.
    package var value: ValueMatch

    /// A match of a query parameter.
    package init(name: String, value: ValueMatch) {
        self.name = name
        self.value = value
    }
}

/// What a text must be.
package enum ValueMatch: Sendable, Hashable {
    /// Any text, but there.
    case present
    /// This text.
    case exact(String, ignoringCase: Bool)
    /// A text that begins so.
    case prefix(String, ignoringCase: Bool)
    /// A text that ends so.
    case suffix(String, ignoringCase: Bool)
    /// A text that holds this.
    case contains(String, ignoringCase: Bool)
    /// All of the text matches this RE2 expression.
    case regex(String)
}
