package import KubernetesAPI

/// What becomes of TLS of a host, from `virtualhost.tls`.
package enum TLSTerminations {
    /// What becomes of TLS.
    package enum Outcome: Sendable, Equatable {
        /// It is ended here.
        case terminated(TLSTermination)
        /// It is handed to the backend as it comes.
        case passedThrough

        /// How it is ended; nil if it is not.
        package var termination: TLSTermination? {
            if case .terminated(let termination) = self { termination } else { nil }
        }
    }

    /// What becomes of TLS of a host; nil if it has none.
    ///
    /// Throws `TLSError` with the reason `TLSConfigNotValid`, `TLSIncompatibleFeatures`, `DelegationNotPermitted` or
    /// `SecretNotValid`: such a host is not served. `place` is the virtual host.
    package static func outcome(
        of host: Contour.VirtualHost, namespace: String, at place: Place = "virtualhost", context: BuildContext,
        reader: inout Reader, findings: inout Verdict
    ) throws(Finding) -> Outcome? {
        guard let tls = host.tls else { return nil }
        let place = place.field("tls")
        try checkFeatures(of: host, tls, at: place, findings: &findings)
        guard !tls.secretName.isEmpty || tls.passthrough else {
            throw Finding(.tls, "TLSConfigNotValid", "\(place): set secretName, or passthrough to end TLS elsewhere")
        }
        guard tls.secretName.isEmpty || !tls.passthrough else {
            throw Finding(.tls, "TLSConfigNotValid", "\(place): set secretName or passthrough, not both")
        }
        guard !tls.passthrough else { return .passedThrough }
        guard tls.clientValidation == nil else {
            throw Finding(
                .spec, "FeatureNotSupported",
                "\(place.field("clientValidation")): this is not supported yet, and the host is not served without it")
        }
        let versions = try TLSVersionRange.narrowed(
            minimum: tls.minimumProtocolVersion, at: place.field("minimumProtocolVersion"),
            maximum: tls.maximumProtocolVersion, at: place.field("maximumProtocolVersion"),
            settings: context.settings, findings: &findings)
        do throws(SecretReferenceError) {
            let certificate = try Certificates.certificate(
                tls.secretName, from: namespace, context: context, reader: &reader)
            return .terminated(
                TLSTermination(
                    certificate: certificate, minimumVersion: versions.minimum, maximumVersion: versions.maximum))
        } catch {
            throw error.serverFinding(at: place.field("secretName"))
        }
    }

    /// Features that shut one another out, as in Contour.
    private static func checkFeatures(
        of host: Contour.VirtualHost, _ tls: Contour.TLS, at place: Place, findings: inout Verdict
    ) throws(Finding) {
        func refusal(_ first: String, _ second: String) -> Finding {
            Finding(.tls, "TLSIncompatibleFeatures", "\(place): \(first) and \(second) shut each other out; leave one")
        }
        if tls.passthrough, tls.clientValidation != nil { throw refusal("passthrough", "clientValidation") }
        if tls.passthrough, tls.enableFallbackCertificate {
            findings.errors.append(refusal("passthrough", "enableFallbackCertificate"))
        }
        guard tls.enableFallbackCertificate, !tls.passthrough else { return }
        if tls.clientValidation != nil { throw refusal("enableFallbackCertificate", "clientValidation") }
        if host.authorization != nil { throw refusal("enableFallbackCertificate", "virtualhost.authorization") }
        if !host.jwtProviders.isEmpty { throw refusal("enableFallbackCertificate", "virtualhost.jwtProviders") }
    }
}
