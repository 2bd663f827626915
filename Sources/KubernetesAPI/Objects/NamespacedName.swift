/// A namespace and a name in it.
package struct NamespacedName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The namespace; empty for objects that live in none.
    package var namespace: String
    /// The name.
    package var name: String

    /// A name of these parts.
    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// `ns/name`, or `name` alone without a namespace.
    package var description: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }

    /// Orders by namespace, then name.
    package static func < (left: Self, right: Self) -> Bool {
        left.namespace == right.namespace ? left.name < right.name : left.namespace < right.namespace
    }
}
