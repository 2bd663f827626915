internal import FoundationEssentials
internal import SwiftASN1
internal import X509

/// A certificate authority that lives as long as a test.
package struct TestAuthority: Sendable {
    private let name: DistinguishedName
    private let key: Certificate.PrivateKey

    /// Its own certificate, as PEM, for whoever is to trust it.
    package let certificate: String

    /// A new authority.
    package init(_ commonName: String = "Rig Authority") throws {
        key = try TestKey.p256.make()
        name = try DistinguishedName { CommonName(commonName) }
        let own = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: .now - 3600, notValidAfter: .now + 86_400, issuer: name, subject: name,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            },
            issuerPrivateKey: key)
        certificate = try own.serializeAsPEM().pemString + "\n"
    }

    /// A server's certificate for DNS names, the first of which is also its common name.
    package func issue(for names: String..., with kind: TestKey = .p256) throws -> TestCertificate {
        let own = try kind.make()
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: own.publicKey,
            notValidBefore: .now - 3600, notValidAfter: .now + 86_400, issuer: name,
            subject: try DistinguishedName { CommonName(names.first ?? "nobody") },
            extensions: try Certificate.Extensions {
                SubjectAlternativeNames(names.map { .dnsName($0) })
                try ExtendedKeyUsage([.serverAuth, .clientAuth])
            },
            issuerPrivateKey: key)
        let document = try certificate.serializeAsPEM()
        return TestCertificate(
            certificate: document.pemString + "\n", key: try own.serializeAsPEM().pemString + "\n",
            encoded: document.derBytes)
    }
}
