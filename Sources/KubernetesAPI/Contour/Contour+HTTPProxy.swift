extension Contour {
    /// Routes of one virtual host, or a part of them.
    package struct HTTPProxy: KubernetesValue {
        /// What the object says about itself.
        package var metadata = ObjectMeta()
        /// What it asks for.
        package var spec = HTTPProxySpec()
        /// What was said about it last.
        package var status = HTTPProxyStatus()
        /// What is wrong with the object's fields; empty for a sound object.
        package var problems: [FieldProblem] = []

        /// An empty object.
        package init() {}

        /// Reads the document's top-level fields.
        package mutating func readBody(from fields: inout FieldReader) {
            spec = fields.requiredObject("spec")
            status = fields.object("status") ?? HTTPProxyStatus()
        }

        /// Our own word about the object is nothing to act upon.
        package mutating func forgetWhatIsNotRead() {
            status = HTTPProxyStatus()
        }
    }
}
