internal import Crypto
internal import CryptoExtras

/// The part of a certificate that is signed. <https://www.rfc-editor.org/rfc/rfc5280#section-4.1>
struct TBSCertificate {
    /// The issuer's distinguished name, encoded.
    var issuer: [UInt8]
    /// The subject's distinguished name, encoded.
    var subject: [UInt8]
    /// From when to when it holds.
    var validity: ValidityPeriod
    /// The subject's key as a SubjectPublicKeyInfo.
    var publicKeyInfo: [UInt8]
    /// What else is said.
    var extensions: CertificateExtensions

    /// The whole certificate in DER, with a serial number of 127 random bits.
    func signed(by key: _RSA.Signing.PrivateKey) throws -> [UInt8] {
        let content = encoded(serialNumber: Self.serialNumber())
        let signature = try key.signature(for: SHA256.hash(data: content), padding: .insecurePKCS1v1_5)
        var writer = DERWriter()
        writer.sequence { certificate in
            certificate.encoded(content)
            certificate.signatureAlgorithm()
            certificate.bitString(Array(signature.rawRepresentation))
        }
        return writer.bytes
    }

    /// 16 random octets that are a positive number of full length.
    private static func serialNumber() -> [UInt8] {
        [UInt8.random(in: 0x40...0x7f)] + CertificateAuthority.randomOctets(15)
    }

    private func encoded(serialNumber: [UInt8]) -> [UInt8] {
        var writer = DERWriter()
        writer.sequence { fields in
            fields.value(0xa0) { $0.integer([2]) }
            fields.integer(serialNumber)
            fields.signatureAlgorithm()
            fields.encoded(issuer)
            fields.sequence { period in
                for moment in [validity.notBefore, validity.notAfter] {
                    let time = CertificateTime.encoded(moment)
                    period.value(time.tag, time.content)
                }
            }
            fields.encoded(subject)
            fields.encoded(publicKeyInfo)
            fields.value(0xa3) { $0.encoded(extensions.encoded) }
        }
        return writer.bytes
    }
}
