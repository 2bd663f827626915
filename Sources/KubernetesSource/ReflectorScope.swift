package import KubernetesAPI
package import KubernetesClient

/// What one reflector follows: a kind, in all namespaces or in one.
package struct ReflectorScope: Sendable, Hashable, CustomStringConvertible {
    /// The kind.
    package var kind: ObjectKind
    /// The namespace; nil for all of them, and for kinds that live in none.
    package var namespace: String?
    /// Whether everything else goes without it.
    package var isOptional: Bool

    /// A scope. By default classes are optional: Contour's own roles do not let us read them.
    package init(_ kind: ObjectKind, namespace: String? = nil, isOptional: Bool? = nil) {
        self.kind = kind
        self.namespace = kind.isNamespaced ? namespace : nil
        self.isOptional = isOptional ?? (kind == .ingressClass)
    }

    /// Where its objects are listed.
    package var path: ResourcePath { ResourcePath(kind, namespace: namespace) }

    /// Leaves out on the server what is large and never ours: releases of Helm, and tokens of service accounts.
    package var fieldSelector: String? {
        kind == .secret ? "type!=helm.sh/release.v1,type!=kubernetes.io/service-account-token" : nil
    }

    /// Whether the kind exists only where its definition was installed.
    package var isDefinedByCustomResource: Bool { kind.group == "projectcontour.io" }

    /// `secrets in one`, or `secrets`.
    package var description: String { path.description }
}
