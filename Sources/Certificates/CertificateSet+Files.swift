extension CertificateSet {
    /// The names under which Contour writes PEM files.
    private enum FileName {
        static let authorities = "cacert.pem"
        static let contour = (certificate: "contourcert.pem", key: "contourkey.pem")
        static let envoy = (certificate: "envoycert.pem", key: "envoykey.pem")
    }

    /// The PEM files that hold this set, the authorities first.
    package var files: [CertificateFile] {
        [
            CertificateFile(name: FileName.authorities, contents: authorities),
            CertificateFile(name: FileName.contour.certificate, contents: contour.certificate),
            CertificateFile(name: FileName.contour.key, contents: contour.privateKey),
            CertificateFile(name: FileName.envoy.certificate, contents: envoy.certificate),
            CertificateFile(name: FileName.envoy.key, contents: envoy.privateKey),
        ]
    }

    /// The set that PEM files hold; nil when one is missing.
    ///
    /// - Parameter contents: What the file of a name holds.
    package init?(contents: (_ name: String) -> [UInt8]?) {
        guard let authorities = contents(FileName.authorities),
            let first = contents(FileName.contour.certificate), let firstKey = contents(FileName.contour.key),
            let second = contents(FileName.envoy.certificate), let secondKey = contents(FileName.envoy.key)
        else { return nil }
        self.init(
            authorities: authorities, contour: IssuedCertificate(certificate: first, privateKey: firstKey),
            envoy: IssuedCertificate(certificate: second, privateKey: secondKey))
    }
}
