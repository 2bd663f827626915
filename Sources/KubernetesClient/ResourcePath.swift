package import KubernetesAPI

/// What a request is about: a kind's objects, those in a namespace, one of them, or a part of one.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
package struct ResourcePath: Sendable, Hashable {
    /// The API group; empty for the core group.
    package var group: String
    /// The version within the group.
    package var version: String
    /// The kind's segment: `httpproxies`.
    package var plural: String
    /// The namespace; nil for all of them, and for kinds that live in none.
    package var namespace: String?
    /// The object's name; nil for all objects.
    package var name: String?
    /// A part of the object with a door of its own, such as `status`.
    package var subresource: String?

    /// A path of these parts.
    package init(
        group: String, version: String, plural: String, namespace: String? = nil, name: String? = nil,
        subresource: String? = nil
    ) {
        self.group = group
        self.version = version
        self.plural = plural
        self.namespace = namespace
        self.name = name
        self.subresource = subresource
    }

    /// All objects of a kind, or those in a namespace.
    package init(_ kind: ObjectKind, namespace: String? = nil) {
        self.init(
            group: kind.group, version: kind.version, plural: kind.plural,
            namespace: kind.isNamespaced ? namespace : nil)
    }

    /// One object, or a part of it.
    package init(_ key: ObjectKey, subresource: String? = nil) {
        self.init(key.kind, namespace: key.namespace)
        name = key.name
        self.subresource = subresource
    }

    /// A [Lease](https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/).
    package static func lease(_ name: NamespacedName) -> ResourcePath {
        ResourcePath(
            group: "coordination.k8s.io", version: "v1", plural: "leases", namespace: name.namespace, name: name.name)
    }

    /// A ContourConfiguration.
    package static func contourConfiguration(_ name: NamespacedName) -> ResourcePath {
        ResourcePath(
            group: "projectcontour.io", version: "v1alpha1", plural: "contourconfigurations",
            namespace: name.namespace, name: name.name)
    }

    /// The same without name and subresource: where objects are created and listed.
    package var collection: ResourcePath {
        var copy = self
        copy.name = nil
        copy.subresource = nil
        return copy
    }

    /// The path of the URL, percent-encoded, beginning with a slash.
    package var text: String {
        var segments = group.isEmpty ? ["api", version] : ["apis", group, version]
        if let namespace { segments += ["namespaces", namespace] }
        segments.append(plural)
        if let name { segments.append(name) }
        if let subresource { segments.append(subresource) }
        return segments.map { "/" + PercentEncoding.encode($0) }.joined()
    }
}

extension ResourcePath: CustomStringConvertible {
    /// For people: `httpproxies in one`, `secrets one/two`.
    package var description: String {
        let part = subresource.map { "/\($0)" } ?? ""
        switch (namespace, name) {
        case (let namespace?, let name?): return "\(plural)\(part) \(namespace)/\(name)"
        case (nil, let name?): return "\(plural)\(part) \(name)"
        case (let namespace?, nil): return "\(plural)\(part) in \(namespace)"
        case (nil, nil): return "\(plural)\(part)"
        }
    }
}
