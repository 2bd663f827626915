/// What identifies an object: its kind, namespace and name.
package struct ObjectKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The kind.
    package var kind: ObjectKind
    /// The namespace; empty for kinds that live in none.
    package var namespace: String
    /// The name.
    package var name: String

    /// A key of these parts.
    package init(_ kind: ObjectKind, namespace: String, name: String) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
    }

    /// A key of a kind and a namespaced name.
    package init(_ kind: ObjectKind, _ name: NamespacedName) {
        self.init(kind, namespace: name.namespace, name: name.name)
    }

    /// Namespace and name without the kind.
    package var namespacedName: NamespacedName { NamespacedName(namespace: namespace, name: name) }

    /// `HTTPProxy ns/name`, or `IngressClass name` for kinds that live in no namespace.
    package var description: String { "\(kind.name) \(namespacedName)" }

    /// Orders by kind, then namespace, then name.
    package static func < (left: Self, right: Self) -> Bool {
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        return left.namespacedName < right.namespacedName
    }
}
