extension Core {
    /// A Secret: bytes by key.
    package struct Secret: KubernetesValue {
        /// What the object says about itself.
        package var metadata = ObjectMeta()
        /// What it holds: `kubernetes.io/tls`, `Opaque`; empty for the latter.
        package var type = ""
        /// The bytes by key, `stringData` merged over `data`.
        package var data: [String: [UInt8]] = [:]
        /// What is wrong with the object's fields; empty for a sound object.
        package var problems: [FieldProblem] = []

        /// An empty object.
        package init() {}

        /// Reads the document's top-level fields.
        package mutating func readBody(from fields: inout FieldReader) {
            type = fields.string("type")
            data = fields.base64Map("data")
            for (key, text) in fields.stringMap("stringData") { data[key] = Array(text.utf8) }
        }
    }
}
