import Crypto
import CryptoExtras
import FoundationEssentials
import SwiftASN1
import TLSMaterial
import X509

/// A kind of key that tests make certificates of.
enum KeyKind: String, CaseIterable, Sendable {
    case rsa2048, p256, p384, p521, ed25519

    func makeKey() throws -> Certificate.PrivateKey {
        switch self {
        case .rsa2048: Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
        case .p256: Certificate.PrivateKey(P256.Signing.PrivateKey())
        case .p384: Certificate.PrivateKey(P384.Signing.PrivateKey())
        case .p521: Certificate.PrivateKey(P521.Signing.PrivateKey())
        case .ed25519: Certificate.PrivateKey(Curve25519.Signing.PrivateKey())
        }
    }
}

/// A certificate and its key as a Secret holds them.
struct Issued {
    var certificate: String
    var key: String
    var privateKey: Certificate.PrivateKey
}

/// What a certificate to be made says of itself.
struct CertificatePlan {
    var commonName: String? = "shop.example"
    var names: [GeneralName] = []
    var notAfter = Date(timeIntervalSince1970: 2_000_000_000)
    var keyUsage: KeyUsage?
    var isAuthority = false

    /// Issues a certificate for `key`, signed by `signer` or by itself.
    func issue(
        key: Certificate.PrivateKey, signer: Certificate.PrivateKey? = nil
    ) throws -> Issued {
        let name = try DistinguishedName {
            OrganizationName("Attaché")
            if let commonName { CommonName(commonName) }
        }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: Date(timeIntervalSince1970: 1_500_000_000), notValidAfter: notAfter,
            issuer: name, subject: name,
            extensions: try Certificate.Extensions {
                if isAuthority {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                }
                if let keyUsage { Critical(keyUsage) }
                if !names.isEmpty { SubjectAlternativeNames(names) }
            },
            issuerPrivateKey: signer ?? key)
        return Issued(
            certificate: try certificate.serializeAsPEM().pemString + "\n",
            key: try key.serializeAsPEM().pemString + "\n", privateKey: key)
    }
}

/// The result of a check, in a form that tests compare.
func outcome(_ certificate: String, _ key: String) -> Result<ServerCertificate, TLSMaterialError> {
    Result { () throws(TLSMaterialError) in
        try ServerCertificate.check(certificate: Array(certificate.utf8), privateKey: Array(key.utf8))
    }
}

/// The error of a check, or nil if there is none.
func problem(_ certificate: String, _ key: String) -> TLSMaterialError? {
    if case .failure(let error) = outcome(certificate, key) { error } else { nil }
}
