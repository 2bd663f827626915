import HummingbirdCore

/// The parameters of a request: what follows `?`.
package struct PageQuery: Sendable {
    private let target: URI

    /// The parameters of a request's target.
    package init(_ target: String) {
        self.target = URI(target)
    }

    /// The parameter of that name, decoded; nil when it is missing or empty.
    package subscript(name: String) -> String? {
        guard let value = target.queryParameters[name[...]], !value.isEmpty else { return nil }
        return String(value)
    }
}
