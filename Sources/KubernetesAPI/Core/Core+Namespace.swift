extension Core {
    /// A Namespace; what is read of it are the labels of its metadata.
    package struct Namespace: KubernetesValue {
        /// What the object says about itself.
        package var metadata = ObjectMeta()
        /// What is wrong with the object's fields; empty for a sound object.
        package var problems: [FieldProblem] = []

        /// An empty object.
        package init() {}

        /// Reads the document's top-level fields.
        package mutating func readBody(from fields: inout FieldReader) {
            _ = fields
        }
    }
}
