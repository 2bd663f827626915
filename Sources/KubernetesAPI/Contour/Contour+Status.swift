extension Contour {
    /// What was said about an HTTPProxy last.
    package struct HTTPProxyStatus: FieldDecodable {
        /// `valid`, `invalid`, `orphaned` or `NotReconciled`.
        package var currentStatus = ""
        /// The same in a sentence.
        package var description = ""
        /// The conditions.
        package var conditions: [DetailedCondition] = []
        /// Addresses it can be reached at.
        package var loadBalancer = Core.LoadBalancerStatus()

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            currentStatus = fields.string("currentStatus")
            description = fields.string("description")
            conditions = fields.objects("conditions")
            loadBalancer = fields.object("loadBalancer") ?? Core.LoadBalancerStatus()
        }
    }

    /// A condition with its errors and warnings.
    package struct DetailedCondition: FieldDecodable {
        /// The condition: `Valid`.
        package var type = ""
        /// `True`, `False` or `Unknown`.
        package var status = ""
        /// The generation it speaks of.
        package var observedGeneration = 0
        /// When it was written.
        package var lastTransitionTime: Timestamp?
        /// Why, one word.
        package var reason = ""
        /// Why, a sentence.
        package var message = ""
        /// What is wrong.
        package var errors: [SubCondition] = []
        /// What is not as it might be meant.
        package var warnings: [SubCondition] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            type = fields.string("type")
            status = fields.string("status")
            observedGeneration = fields.int("observedGeneration", in: 0...Int.max)
            lastTransitionTime = fields.timestamp("lastTransitionTime")
            reason = fields.string("reason")
            message = fields.string("message")
            errors = fields.objects("errors")
            warnings = fields.objects("warnings")
        }
    }

    /// One error or warning.
    package struct SubCondition: FieldDecodable {
        /// Its type: `RouteError`.
        package var type = ""
        /// `True`.
        package var status = ""
        /// Why, one word.
        package var reason = ""
        /// Why, a sentence.
        package var message = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            type = fields.string("type")
            status = fields.string("status")
            reason = fields.string("reason")
            message = fields.string("message")
        }
    }
}
