/// What building a unit needs besides objects.
package struct BuildContext: Sendable {
    /// What the operator asked for.
    package let settings: GraphSettings

    /// The verdicts on certificates found so far; a memory, so that one Secret of many hosts is checked once.
    package let certificates: CertificateChecks

    /// A context; certificates are checked anew.
    package init(settings: GraphSettings = GraphSettings(), certificates: CertificateChecks = CertificateChecks()) {
        self.settings = settings
        self.certificates = certificates
    }
}
