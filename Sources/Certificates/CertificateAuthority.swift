private import Crypto
private import CryptoExtras
private import FoundationEssentials

/// An authority that signs certificates for as long as this value lives: its key is never written anywhere.
package struct CertificateAuthority: Sendable {
    /// The authority's certificate as PEM.
    package let certificate: [UInt8]

    private let key: _RSA.Signing.PrivateKey
    private let name: [UInt8]
    private let keyIdentifier: [UInt8]

    /// A new authority with an RSA key of 2048 bits.
    ///
    /// Its name has a random serial number, so that two authorities in one bundle can be told apart.
    package init(commonName: String = "Project Contour", validity: ValidityPeriod) throws(CertificatesError) {
        do {
            key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
            name = Self.name(commonName, serialNumber: Self.randomOctets(8))
            keyIdentifier = try Self.keyIdentifier(of: key.publicKey)
            let content = TBSCertificate(
                issuer: name, subject: name, validity: validity, publicKeyInfo: Array(key.publicKey.derRepresentation),
                extensions: .authority(keyIdentifier: keyIdentifier))
            certificate = PEMText.block("CERTIFICATE", try content.signed(by: key))
        } catch {
            throw .cannotSign("\(error)")
        }
    }

    /// A certificate with a new RSA key of 2048 bits, signed by this authority.
    package func issue(_ request: CertificateRequest) throws(CertificatesError) -> IssuedCertificate {
        do {
            let own = try _RSA.Signing.PrivateKey(keySize: .bits2048)
            let content = TBSCertificate(
                issuer: name, subject: Self.name(request.commonName, serialNumber: nil), validity: request.validity,
                publicKeyInfo: Array(own.publicKey.derRepresentation),
                extensions: .leaf(
                    request, keyIdentifier: try Self.keyIdentifier(of: own.publicKey),
                    authorityKeyIdentifier: keyIdentifier))
            return IssuedCertificate(
                certificate: PEMText.block("CERTIFICATE", try content.signed(by: key)),
                privateKey: PEMText.block("RSA PRIVATE KEY", Array(own.derRepresentation)))
        } catch {
            throw .cannotSign("\(error)")
        }
    }

    /// SHA-1 over the public key, the first of the ways that the standard names; it names a key and protects nothing.
    /// <https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.2>
    private static func keyIdentifier(of key: _RSA.Signing.PublicKey) throws -> [UInt8] {
        Array(Insecure.SHA1.hash(data: key.pkcs1DERRepresentation))
    }

    private static func name(_ commonName: String, serialNumber: [UInt8]?) -> [UInt8] {
        var writer = DERWriter()
        writer.sequence { name in
            if let serialNumber {
                let digits = serialNumber.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                name.attribute(CertificateIdentifiers.serialNumber, tag: 0x13, digits)
            }
            name.attribute(CertificateIdentifiers.commonName, tag: 0x0c, commonName)
        }
        return writer.bytes
    }

    /// So many octets that nobody can foresee.
    static func randomOctets(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

extension DERWriter {
    /// One attribute of a distinguished name.
    fileprivate mutating func attribute(_ kind: [UInt8], tag: UInt8, _ text: String) {
        value(0x31) { set in
            set.sequence { entry in
                entry.objectIdentifier(kind)
                entry.value(tag, Array(text.utf8))
            }
        }
    }
}
