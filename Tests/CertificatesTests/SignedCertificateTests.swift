import Crypto
import CryptoExtras
import FoundationEssentials
import SwiftASN1
import TLSMaterial
import Testing
import X509

/// Who signed what, for the signatures that others make.
struct SignedCertificateTests {
    /// The kinds of keys that authorities have.
    enum Kind: CaseIterable {
        case rsa, p256, p384, ed25519

        func make() throws -> Certificate.PrivateKey {
            switch self {
            case .rsa: Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
            case .p256: Certificate.PrivateKey(P256.Signing.PrivateKey())
            case .p384: Certificate.PrivateKey(P384.Signing.PrivateKey())
            case .ed25519: Certificate.PrivateKey(Curve25519.Signing.PrivateKey())
            }
        }
    }

    private static func certificate(
        _ subject: String, by issuer: String, _ key: Certificate.PrivateKey, signer: Certificate.PrivateKey
    ) throws -> SignedCertificate {
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: Date(timeIntervalSince1970: 100), notValidAfter: Date(timeIntervalSince1970: 4_000_000_000),
            issuer: try DistinguishedName { CommonName(issuer) },
            subject: try DistinguishedName { CommonName(subject) },
            extensions: try Certificate.Extensions { SubjectAlternativeNames([.dnsName("a")]) },
            issuerPrivateKey: signer)
        let pem = try certificate.serializeAsPEM().pemString
        return try #require(try SignedCertificate.all(of: Array(pem.utf8)).first)
    }

    @Test(arguments: Kind.allCases)
    func `a certificate is signed by whoever has the key and the name`(kind: Kind) throws {
        let (own, other, leafKey) = (try kind.make(), try kind.make(), try Kind.p256.make())
        let authority = try Self.certificate("CA", by: "CA", own, signer: own)
        let impostor = try Self.certificate("CA", by: "CA", other, signer: other)
        let namesake = try Self.certificate("CB", by: "CB", own, signer: own)
        let leaf = try Self.certificate("leaf", by: "CA", leafKey, signer: own)
        #expect(leaf.isSigned(by: authority) == (kind != .ed25519))
        #expect(!leaf.isSigned(by: impostor) && !leaf.isSigned(by: namesake) && !leaf.isSigned(by: leaf))
        #expect(leaf.notBefore == 100 && leaf.notAfter == 4_000_000_000 && leaf.names == ["leaf", "a"])
    }
}
