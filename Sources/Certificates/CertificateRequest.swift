/// What a certificate is to say.
package struct CertificateRequest: Sendable, Equatable {
    /// What a certificate may be used for. <https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12>
    package enum Purpose: UInt8, Sendable, CaseIterable {
        /// To show to clients.
        case server = 1
        /// To show to servers.
        case client = 2
    }

    /// The subject's name.
    package var commonName: String
    /// The DNS names it is for.
    package var names: [String]
    /// From when to when it holds.
    package var validity: ValidityPeriod
    /// What it may be used for.
    package var purposes: [Purpose]

    /// A certificate for names.
    package init(
        commonName: String, names: [String], validity: ValidityPeriod, purposes: [Purpose] = Purpose.allCases
    ) {
        self.commonName = commonName
        self.names = names
        self.validity = validity
        self.purposes = purposes
    }

    /// The certificate of a Kubernetes Service, with the names by which Contour's certificates know it.
    package init(service: String, namespace: String, validity: ValidityPeriod) {
        self.init(
            commonName: service,
            names: [
                service, "\(service).\(namespace)", "\(service).\(namespace).svc",
                "\(service).\(namespace).svc.cluster.local",
            ], validity: validity)
    }
}
