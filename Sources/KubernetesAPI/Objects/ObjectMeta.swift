/// What every object says about itself.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
package struct ObjectMeta: Equatable, Sendable {
    /// The name, unique for its kind and namespace.
    package var name = ""
    /// The namespace; empty for kinds that live in none.
    package var namespace = ""
    /// Identifies this incarnation of the object; empty where the source gives none.
    package var uid = ""
    /// The opaque version of the stored object; empty where the source gives none.
    package var resourceVersion = ""
    /// Counts changes of the spec; 0 where the source gives none.
    package var generation: Int64 = 0
    /// When the object was created, where the source says so.
    package var creationTimestamp: Timestamp?
    /// The labels.
    package var labels: [String: String] = [:]
    /// The annotations.
    package var annotations: [String: String] = [:]
    /// Who set the address in the object's status; empty where the source keeps no track.
    package var addressOwners: [FieldOwner] = []

    /// Empty metadata.
    package init() {}

    /// Metadata of an object of that name.
    package init(name: String, namespace: String) {
        self.name = name
        self.namespace = namespace
    }

    /// Namespace and name.
    package var namespacedName: NamespacedName { NamespacedName(namespace: namespace, name: name) }
}

extension ObjectMeta: FieldDecodable {
    /// Reads `metadata`. Name and namespace are checked by ``ObjectDecoder``.
    package init(from fields: inout FieldReader) {
        name = fields.string("name")
        namespace = fields.string("namespace")
        uid = fields.string("uid")
        resourceVersion = fields.string("resourceVersion")
        generation = Int64(fields.int("generation", in: 0...Int.max))
        creationTimestamp = fields.timestamp("creationTimestamp")
        labels = fields.stringMap("labels")
        annotations = fields.stringMap("annotations")
        addressOwners = fields.node("managedFields").map(FieldOwner.ofAddress) ?? []
    }
}
