private import Crypto
private import CryptoExtras

/// A certificate, as far as one has to know it to tell who signed it and how long it holds.
package struct SignedCertificate: Sendable {
    /// The certificate in DER.
    package let encoded: [UInt8]
    /// The first second in which it is valid, since 1970-01-01T00:00:00Z.
    package let notBefore: Int64
    /// The last second in which it is valid, since 1970-01-01T00:00:00Z.
    package let notAfter: Int64
    /// The common names, DNS names and IP addresses, each once, in the order of the certificate.
    package let names: [String]

    private let issuer: [UInt8]
    private let subject: [UInt8]
    private let publicKeyInfo: [UInt8]
    private let signedPart: [UInt8]
    private let algorithm: [UInt8]
    private let signature: [UInt8]

    /// The certificates of a PEM text, of which there may be none.
    package static func all(of pem: [UInt8]) throws(TLSMaterialError) -> [SignedCertificate] {
        var found: [SignedCertificate] = []
        for block in try PEMBlock.blocks(of: pem, entry: .authorities) {
            guard block.label == "CERTIFICATE" else {
                throw .unexpectedBlock(.authorities, line: block.line, label: block.label)
            }
            do throws(MalformedDER) {
                found.append(try SignedCertificate(block.content))
            } catch {
                throw .brokenContent(.authorities, number: found.count + 1)
            }
        }
        return found
    }

    private init(_ encoded: [UInt8]) throws(MalformedDER) {
        let certificate = try X509Certificate(encoded)
        var outer = DERReader(encoded[...])
        var parts = try outer.enter(.sequence)
        let signed = try parts.next()
        algorithm = Array(try parts.algorithm().identifier)
        signature = Array(try parts.bitString().octets)
        var fields = DERReader(signed.content)
        if fields.comes(.constructed0) { _ = try fields.next() }
        _ = try fields.integer()
        _ = try fields.algorithm()
        issuer = Array(try fields.next().encoded)
        var validity = try fields.enter(.sequence)
        notBefore = try validity.time()
        notAfter = try validity.time()
        subject = Array(try fields.next().encoded)
        names = certificate.names
        publicKeyInfo = Array(certificate.publicKeyInfo)
        signedPart = Array(signed.encoded)
        self.encoded = encoded
    }

    /// Whether `other` vouches for this certificate: it bears the issuer's name, and its key made the signature.
    ///
    /// RSA with PKCS #1 padding and ECDSA on P-256 and P-384 are known, with SHA-2; other signatures count as foreign.
    package func isSigned(by other: SignedCertificate) -> Bool {
        guard issuer == other.subject else { return false }
        switch algorithm {
        case Self.rsa + [11]: return isRSA(SHA256.hash(data: signedPart), other)
        case Self.rsa + [12]: return isRSA(SHA384.hash(data: signedPart), other)
        case Self.rsa + [13]: return isRSA(SHA512.hash(data: signedPart), other)
        case Self.ecdsa + [2]: return isECDSA(SHA256.hash(data: signedPart), other)
        case Self.ecdsa + [3]: return isECDSA(SHA384.hash(data: signedPart), other)
        default: return false
        }
    }

    private func isRSA(_ digest: some Digest, _ other: SignedCertificate) -> Bool {
        guard let key = try? _RSA.Signing.PublicKey(unsafeDERRepresentation: other.publicKeyInfo) else { return false }
        return key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
    }

    private func isECDSA(_ digest: some Digest, _ other: SignedCertificate) -> Bool {
        if let key = try? P256.Signing.PublicKey(derRepresentation: other.publicKeyInfo) {
            let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
            return signature.map { key.isValidSignature($0, for: digest) } ?? false
        }
        if let key = try? P384.Signing.PublicKey(derRepresentation: other.publicKeyInfo) {
            let signature = try? P384.Signing.ECDSASignature(derRepresentation: signature)
            return signature.map { key.isValidSignature($0, for: digest) } ?? false
        }
        return false
    }

    /// 1.2.840.113549.1.1, to which the number of the hash is added. <https://www.rfc-editor.org/rfc/rfc4055#section-5>
    private static let rsa: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01]
    /// 1.2.840.10045.4.3, to which the number of the hash is added. <https://www.rfc-editor.org/rfc/rfc5758#section-3.2>
    private static let ecdsa: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03]
}
