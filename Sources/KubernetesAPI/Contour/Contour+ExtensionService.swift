extension Contour {
    /// A service that extends Envoy: authorization or rate limiting.
    package struct ExtensionService: KubernetesValue {
        /// What the object says about itself.
        package var metadata = ObjectMeta()
        /// What it asks for.
        package var spec = ExtensionServiceSpec()
        /// What was said about it last.
        package var conditions: [DetailedCondition] = []
        /// What is wrong with the object's fields; empty for a sound object.
        package var problems: [FieldProblem] = []

        /// An empty object.
        package init() {}

        /// Reads the document's top-level fields.
        package mutating func readBody(from fields: inout FieldReader) {
            spec = fields.requiredObject("spec")
            conditions = fields.object("status", as: ConditionsStatus.self)?.conditions ?? []
        }

        /// Our own word about the object is nothing to act upon.
        package mutating func forgetWhatIsNotRead() {
            conditions = []
        }
    }
}

/// The status of an ExtensionService.
private struct ConditionsStatus: FieldDecodable {
    var conditions: [Contour.DetailedCondition] = []

    init() {}

    init(from fields: inout FieldReader) {
        conditions = fields.objects("conditions")
    }
}
