/// An object as an API server wrote it, and who it is: what must be known before it is decided whether to read the rest.
package struct ObjectText: Sendable, Equatable {
    /// The JSON text.
    package let text: ArraySlice<UInt8>

    /// Namespace and name; the namespace is empty for objects that live in none.
    package let name: NamespacedName

    /// The opaque version of the stored object.
    package let resourceVersion: String

    /// The text of its `metadata`.
    package let metadata: ArraySlice<UInt8>

    /// The object of a text, nil where it has no name.
    package init?(_ text: ArraySlice<UInt8>) {
        guard let metadata = JSONSkimmer.member("metadata", of: text) else { return nil }
        var (name, namespace, version): (String?, String?, String?)
        JSONSkimmer.walk(metadata) { key, value in
            if JSONSkimmer.isEqual(key, "name") {
                name = JSONSkimmer.string(value)
            } else if JSONSkimmer.isEqual(key, "namespace") {
                namespace = JSONSkimmer.string(value)
            } else if JSONSkimmer.isEqual(key, "resourceVersion") {
                version = JSONSkimmer.string(value)
            }
            return .next
        }
        guard let name, !name.isEmpty else { return nil }
        self.text = text
        self.metadata = metadata
        self.name = NamespacedName(namespace: namespace ?? "", name: name)
        resourceVersion = version ?? ""
    }

    /// The whole object, or why it is none.
    package func node() -> Result<Node, DocumentProblem> { DocumentReader.json(text) }
}
