import KubernetesAPI

/// The certificates of an Ingress.
enum IngressCertificates {
    /// How TLS of a host is ended; nil if no certificate names exactly this host, or none of those can be used.
    ///
    /// Of several the last that can be used counts. What is wrong is added to `findings`: such a host has no TLS.
    static func termination(
        of ingress: Networking.Ingress, on host: String, annotations: IngressAnnotations, context: BuildContext,
        reader: inout Reader, findings: inout Verdict
    ) -> TLSTermination? {
        guard host != HostName.any else { return nil }
        var certificate: TLSCertificate?
        for (index, tls) in ingress.spec.tls.enumerated() where tls.hosts.contains(where: { $0.lowercased() == host }) {
            do throws(SecretReferenceError) {
                certificate = try Certificates.certificate(
                    reference(tls.secretName, annotations), from: ingress.metadata.namespace, context: context,
                    reader: &reader)
            } catch {
                findings.errors.append(error.serverFinding(at: "spec.tls[\(index)].secretName"))
            }
        }
        guard let certificate else { return nil }
        do throws(Finding) {
            let versions = try TLSVersionRange.narrowed(
                minimum: annotations.minimumTLSVersion,
                at: "annotation \(IngressAnnotations.minimumTLSVersionName)",
                maximum: annotations.maximumTLSVersion,
                at: "annotation \(IngressAnnotations.maximumTLSVersionName)", settings: context.settings,
                findings: &findings)
            return TLSTermination(
                certificate: certificate, minimumVersion: versions.minimum, maximumVersion: versions.maximum)
        } catch {
            findings.errors.append(error)
            return nil
        }
    }

    /// The reference to a Secret in the namespace that the annotation names.
    private static func reference(_ name: String, _ annotations: IngressAnnotations) -> String {
        guard let namespace = annotations.certificateNamespace, !name.contains("/") else { return name }
        return "\(namespace)/\(name)"
    }
}
