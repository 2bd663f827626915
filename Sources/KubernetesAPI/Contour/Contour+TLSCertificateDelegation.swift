extension Contour {
    /// Which other namespaces may use secrets of this one.
    package struct TLSCertificateDelegation: KubernetesValue {
        /// What the object says about itself.
        package var metadata = ObjectMeta()
        /// The secrets and who may use them.
        package var delegations: [CertificateDelegation] = []
        /// What is wrong with the object's fields; empty for a sound object.
        package var problems: [FieldProblem] = []

        /// An empty object.
        package init() {}

        /// Reads the document's top-level fields.
        package mutating func readBody(from fields: inout FieldReader) {
            delegations = fields.requiredObject("spec", as: CertificateDelegations.self).delegations
        }
    }
}

/// The spec of a TLSCertificateDelegation.
private struct CertificateDelegations: FieldDecodable {
    var delegations: [Contour.CertificateDelegation] = []

    init() {}

    init(from fields: inout FieldReader) {
        delegations = fields.requiredObjects("delegations")
    }
}
