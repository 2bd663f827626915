/// An object as an API server wrote it, and who it is: what must be known before it is decided whether to read the rest.
package struct ObjectText: Sendable, Equatable {
    /// How an object is written.
    package enum Form: Sendable {
        /// As JSON text.
        case json
        /// As a protobuf message.
        case protobuf
    }

    /// How it is written.
    package let form: Form

    /// The JSON text, or the message.
    package let text: ArraySlice<UInt8>

    /// Namespace and name; the namespace is empty for objects that live in none.
    package let name: NamespacedName

    /// The opaque version of the stored object.
    package let resourceVersion: String

    /// Its `metadata`, in the same form.
    package let metadata: ArraySlice<UInt8>

    /// The object of these parts.
    package init(
        _ form: Form, _ text: ArraySlice<UInt8>, metadata: ArraySlice<UInt8>, name: NamespacedName,
        resourceVersion: String
    ) {
        self.form = form
        self.text = text
        self.metadata = metadata
        self.name = name
        self.resourceVersion = resourceVersion
    }

    /// The object of a JSON text, nil where it has no name.
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
        self.init(
            .json, text, metadata: metadata, name: NamespacedName(namespace: namespace ?? "", name: name),
            resourceVersion: version ?? "")
    }

    /// The whole object of a JSON text, or why it is none.
    package func node() -> Result<Node, DocumentProblem> { DocumentReader.json(text) }
}
