/// What the structs of all kinds have in common.
package protocol KubernetesValue: Equatable, Sendable {
    /// What the object says about itself.
    var metadata: ObjectMeta { get set }
    /// What is wrong with the object's fields, in the order they were read; empty for a sound object.
    var problems: [FieldProblem] { get set }

    /// An empty object of the kind.
    init()

    /// Reads everything but the metadata from the document's top-level fields.
    mutating func readBody(from fields: inout FieldReader)

    /// Removes what the control plane does not read from this kind, so that equal values mean equal configuration.
    mutating func forgetWhatIsNotRead()
}

extension KubernetesValue {
    /// The namespace and name.
    package var namespacedName: NamespacedName { metadata.namespacedName }
}
