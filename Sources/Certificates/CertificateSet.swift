private import FoundationEssentials
private import TLSMaterial

/// What the control plane and Envoy need to know each other: the authorities both trust, and a certificate for each.
package struct CertificateSet: Sendable, Equatable {
    /// The authorities that vouch for the peers, as PEM.
    package var authorities: [UInt8]
    /// The control plane's certificate.
    package var contour: IssuedCertificate
    /// Envoy's certificate.
    package var envoy: IssuedCertificate

    /// A set of what is known already.
    package init(authorities: [UInt8], contour: IssuedCertificate, envoy: IssuedCertificate) {
        self.authorities = authorities
        self.contour = contour
        self.envoy = envoy
    }

    /// A new authority, whose key is forgotten when this returns, and certificates for both services of a namespace.
    package init(namespace: String, validity: ValidityPeriod) throws(CertificatesError) {
        guard CertificateSecret.isLabel(namespace) else { throw .wrongNamespace(namespace) }
        let authority = try CertificateAuthority(validity: validity)
        authorities = authority.certificate
        contour = try authority.issue(CertificateRequest(service: "contour", namespace: namespace, validity: validity))
        envoy = try authority.issue(CertificateRequest(service: "envoy", namespace: namespace, validity: validity))
    }

    /// This set with the authorities that vouch for the other's certificates added to its own; those of either that vouch
    /// for no certificate are left out.
    ///
    /// Whoever holds the result accepts peers of both sets.
    package func trusting(_ other: CertificateSet) -> CertificateSet {
        var set = self
        let own = usedAuthorities
        set.authorities = (own + other.usedAuthorities.filter { !own.contains($0) })
            .flatMap { PEMText.block("CERTIFICATE", $0) }
        return set
    }

    /// The authorities that vouch for one of the certificates, in DER.
    private var usedAuthorities: [[UInt8]] {
        let leaves = [contour, envoy].compactMap { try? SignedCertificate.all(of: $0.certificate).first }
        let known = (try? SignedCertificate.all(of: authorities)) ?? []
        return known.filter { authority in leaves.contains { $0.isSigned(by: authority) } }.map(\.encoded)
    }

    /// Why this set should not be used, or not any more `margin` seconds after `now`; nil when all is well.
    ///
    /// Each certificate has to belong to its key, to name its service, to be signed by one of the authorities, and to hold
    /// until then, as its authority has to.
    package func fault(at now: Int64, margin: Int64) -> String? {
        guard let authorities = try? SignedCertificate.all(of: authorities), !authorities.isEmpty else {
            return "the authorities cannot be read"
        }
        return Self.fault(of: contour, service: "contour", authorities, now, margin)
            ?? Self.fault(of: envoy, service: "envoy", authorities, now, margin)
    }

    private static func fault(
        of issued: IssuedCertificate, service: String, _ authorities: [SignedCertificate], _ now: Int64,
        _ margin: Int64
    ) -> String? {
        do throws(TLSMaterialError) {
            _ = try ServerCertificate.check(certificate: issued.certificate, privateKey: issued.privateKey)
        } catch {
            return "\(service): \(error)"
        }
        guard let leaf = try? SignedCertificate.all(of: issued.certificate).first, leaf.names.contains(service) else {
            return "\(service): the certificate is for another name"
        }
        let signers = authorities.filter { leaf.isSigned(by: $0) }
        guard let end = signers.map({ min($0.notAfter, leaf.notAfter) }).max() else {
            return "\(service): none of the authorities signed the certificate"
        }
        guard leaf.notBefore <= now else { return "\(service): the certificate does not hold yet" }
        guard end.subtractingReportingOverflow(now).partialValue > margin else {
            return end < now ? "\(service): the certificate has expired" : "\(service): the certificate expires soon"
        }
        return nil
    }
}
