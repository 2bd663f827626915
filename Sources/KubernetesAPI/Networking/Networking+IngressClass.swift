extension Networking {
    /// A name for an ingress controller.
    package struct IngressClass: KubernetesValue {
        /// What the object says about itself.
        package var metadata = ObjectMeta()
        /// The controller's own name: `projectcontour.io/ingress-controller`.
        package var controller = ""
        /// What is wrong with the object's fields; empty for a sound object.
        package var problems: [FieldProblem] = []

        /// An empty object.
        package init() {}

        /// Reads the document's top-level fields.
        package mutating func readBody(from fields: inout FieldReader) {
            controller = fields.requiredObject("spec", as: IngressClassSpec.self).controller
        }
    }
}

/// The spec of an IngressClass.
private struct IngressClassSpec: FieldDecodable {
    var controller = ""

    init() {}

    init(from fields: inout FieldReader) {
        controller = fields.string("controller")
    }
}
