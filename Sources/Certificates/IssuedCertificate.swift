/// A certificate and its private key, both as PEM.
package struct IssuedCertificate: Sendable, Equatable {
    /// The certificate.
    package var certificate: [UInt8]
    /// The key, in PKCS #1 as Contour writes it.
    package var privateKey: [UInt8]

    /// A certificate and its key; whether they belong together is not looked at.
    package init(certificate: [UInt8], privateKey: [UInt8]) {
        self.certificate = certificate
        self.privateKey = privateKey
    }
}
