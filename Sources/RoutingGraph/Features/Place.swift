/// Where in an object something stands, as messages name it: `routes[1].conditions[0].header`.
///
/// Callers may write it as text: `"routes[\(index)]"`.
package struct Place: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// The path of the field; empty for the value that is looked at.
    package let description: String

    /// A place by its path.
    package init(stringLiteral path: String) {
        description = path
    }

    /// A field of what stands here; the name may be a path itself.
    package func field(_ name: String) -> Place {
        Place(stringLiteral: description.isEmpty ? name : "\(description).\(name)")
    }

    /// An element of the list that stands here.
    package func item(_ index: Int) -> Place {
        Place(stringLiteral: "\(description)[\(index)]")
    }
}
