internal import Crypto
internal import FoundationEssentials
internal import NIOSSL
internal import SwiftASN1
internal import X509

/// The certificate authority of a test cluster, and what it has issued.
struct ClusterCertificates: Sendable {
    private let name: DistinguishedName
    private let key: Certificate.PrivateKey

    /// The authority's own certificate, as PEM.
    let authority: String

    /// A new authority.
    init() throws {
        key = try TestKey.p256.make()
        name = try DistinguishedName { CommonName("Test Cluster Authority") }
        let own = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: .now - 864_000, notValidAfter: .now + 864_000, issuer: name, subject: name,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            },
            issuerPrivateKey: key)
        authority = try own.serializeAsPEM().pemString + "\n"
    }

    /// The certificate of the server itself, for 127.0.0.1 and the names it has inside of a cluster.
    func server() throws -> TestCertificate {
        try issue(
            try DistinguishedName { CommonName("kube-apiserver") },
            try Certificate.Extensions {
                SubjectAlternativeNames([
                    .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])), .dnsName("localhost"),
                    .dnsName("kubernetes"), .dnsName("kubernetes.default.svc"),
                ])
                try ExtendedKeyUsage([.serverAuth])
            })
    }

    /// The certificate of a user, who is named by it.
    func client(_ user: String, groups: [String] = []) throws -> TestCertificate {
        try issue(
            try DistinguishedName {
                for group in groups { OrganizationName(group) }
                CommonName(user)
            },
            try Certificate.Extensions { try ExtendedKeyUsage([.clientAuth]) })
    }

    private func issue(
        _ subject: DistinguishedName, _ extensions: Certificate.Extensions
    ) throws -> TestCertificate {
        let own = try TestKey.p256.make()
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: own.publicKey,
            notValidBefore: .now - 864_000, notValidAfter: .now + 864_000, issuer: name, subject: subject,
            extensions: extensions, issuerPrivateKey: key)
        let document = try certificate.serializeAsPEM()
        return TestCertificate(
            certificate: document.pemString + "\n", key: try own.serializeAsPEM().pemString + "\n",
            encoded: document.derBytes)
    }

    /// TLS of a server that takes certificates of this authority's clients, and clients without.
    func context() throws -> NIOSSLContext {
        var configuration = try server().serverConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)))
        configuration.certificateVerification = .optionalVerification
        return try NIOSSLContext(configuration: configuration)
    }
}
