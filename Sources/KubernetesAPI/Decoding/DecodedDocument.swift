/// What became of one document.
package enum DecodedDocument: Equatable, Sendable {
    /// An object, with whatever problems its fields have.
    case object(KubernetesObject)
    /// An object of a kind or version the control plane does not read.
    case ignored(apiVersion: String, kind: String)
    /// Something that cannot be told apart from other objects: no kind, no name, or an illegal one.
    case broken(FieldProblem)
}
