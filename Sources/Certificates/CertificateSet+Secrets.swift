extension CertificateSet {
    private static let tlsType = "kubernetes.io/tls"

    /// The Secrets that hold this set.
    package func secrets(
        _ format: SecretsFormat, namespace: String, suffix: String
    ) throws(CertificatesError) -> [CertificateSecret] {
        var secrets: [CertificateSecret] = []
        if format == .legacy {
            secrets.append(
                try CertificateSecret(
                    name: "cacert" + suffix, namespace: namespace, type: "Opaque", data: ["cacert.pem": authorities]))
        }
        for (name, issued) in [("contourcert", contour), ("envoycert", envoy)] {
            var data = ["tls.crt": issued.certificate, "tls.key": issued.privateKey]
            if format == .compact { data["ca.crt"] = authorities }
            secrets.append(
                try CertificateSecret(name: name + suffix, namespace: namespace, type: Self.tlsType, data: data))
        }
        return secrets
    }

    /// The set that Secrets of a format hold; nil when something is missing, or when the peers trust different authorities.
    ///
    /// - Parameter data: What the Secret of a name holds.
    package init?(_ format: SecretsFormat, suffix: String, data: (_ name: String) -> [String: [UInt8]]?) {
        guard let contour = data("contourcert" + suffix), let envoy = data("envoycert" + suffix),
            let authorities = format == .legacy ? data("cacert" + suffix)?["cacert.pem"] : contour["ca.crt"],
            format == .legacy || envoy["ca.crt"] == authorities,
            let first = IssuedCertificate(data: contour), let second = IssuedCertificate(data: envoy)
        else { return nil }
        self.init(authorities: authorities, contour: first, envoy: second)
    }

    /// The names of the Secrets of a format.
    package static func secretNames(_ format: SecretsFormat, suffix: String) -> [String] {
        (format == .legacy ? ["cacert"] : []).map { $0 + suffix } + ["contourcert" + suffix, "envoycert" + suffix]
    }
}

extension IssuedCertificate {
    fileprivate init?(data: [String: [UInt8]]) {
        guard let certificate = data["tls.crt"], let privateKey = data["tls.key"] else { return nil }
        self.init(certificate: certificate, privateKey: privateKey)
    }
}
