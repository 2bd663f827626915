extension Core {
    /// A Service: a name for endpoints.
    package struct Service: KubernetesValue {
        /// What the object says about itself.
        package var metadata = ObjectMeta()
        /// What it is.
        package var spec = ServiceSpec()
        /// What became of it.
        package var status = ServiceStatus()
        /// What is wrong with the object's fields; empty for a sound object.
        package var problems: [FieldProblem] = []

        /// An empty object.
        package init() {}

        /// Reads the document's top-level fields.
        package mutating func readBody(from fields: inout FieldReader) {
            spec = fields.object("spec") ?? ServiceSpec()
            status = fields.object("status") ?? ServiceStatus()
        }
    }
}
