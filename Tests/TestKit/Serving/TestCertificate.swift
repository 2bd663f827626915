internal import Crypto
internal import CryptoExtras
internal import NIOSSL
internal import X509

/// A certificate and its key.
package struct TestCertificate: Sendable, Hashable {
    /// The certificate as PEM.
    package var certificate: String
    /// The key as PEM.
    package var key: String
    /// The certificate in DER.
    package var encoded: [UInt8]

    /// How a server shows it, with HTTP/2 and HTTP/1.1 by ALPN.
    func serverConfiguration() throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map {
            NIOSSLCertificateSource.certificate($0)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
        )
        configuration.applicationProtocols = ["h2", "http/1.1"]
        return configuration
    }
}

/// The kinds of key that certificates are made with.
package enum TestKey: Sendable, CaseIterable {
    case p256, p384, rsa2048

    /// A new key.
    func make() throws -> Certificate.PrivateKey {
        switch self {
        case .p256: Certificate.PrivateKey(P256.Signing.PrivateKey())
        case .p384: Certificate.PrivateKey(P384.Signing.PrivateKey())
        case .rsa2048: Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
        }
    }
}
