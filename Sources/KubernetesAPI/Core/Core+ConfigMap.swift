extension Core {
    /// A ConfigMap: texts by key.
    package struct ConfigMap: KubernetesValue {
        /// What the object says about itself.
        package var metadata = ObjectMeta()
        /// The texts by key.
        package var data: [String: String] = [:]
        /// What is wrong with the object's fields; empty for a sound object.
        package var problems: [FieldProblem] = []

        /// An empty object.
        package init() {}

        /// Reads the document's top-level fields.
        package mutating func readBody(from fields: inout FieldReader) {
            data = fields.stringMap("data")
        }
    }
}
