import Crypto
import FoundationEssentials

/// A certificate for a host and its key, as a Secret holds them: base64 of PEM.
///
/// Both follow from host and issue, so that every run measures the same bytes. The signature is zeros: nobody verifies
/// it.
struct BenchCertificate {
    /// `tls.crt`.
    let chain: String
    /// `tls.key`.
    let key: String

    /// The certificate of that issue.
    init(host: String, index: Int, issue: Int) throws {
        let seed = SHA256.hash(data: Data("\(host) \(issue)".utf8))
        let privateKey = try P256.Signing.PrivateKey(rawRepresentation: Data(seed))
        let body = Self.certificate(host, serial: issue, Array(privateKey.publicKey.derRepresentation))
        let lines = Data(body).base64EncodedString(options: .lineLength64Characters)
        let pem = "-----BEGIN CERTIFICATE-----\n\(lines)\n-----END CERTIFICATE-----\n"
        chain = Data(pem.utf8).base64EncodedString()
        key = Data(privateKey.pemRepresentation.utf8).base64EncodedString()
    }

    /// [A certificate](https://www.rfc-editor.org/rfc/rfc5280#section-4.1) that names one host.
    private static func certificate(_ host: String, serial: Int, _ publicKeyInfo: [UInt8]) -> [UInt8] {
        let algorithm = value(0x30, ecdsaWithSHA256)
        let number = value(0x02, [0x40, UInt8(truncatingIfNeeded: serial >> 8), UInt8(truncatingIfNeeded: serial)])
        let issuer = value(0x30, value(0x31, value(0x30, commonName + value(0x0C, Array("bench".utf8)))))
        let validity = value(0x30, time("260101000000Z") + time("360101000000Z"))
        let subject = value(0x30, value(0x31, value(0x30, commonName + value(0x0C, Array(host.utf8)))))
        let names = value(0x04, value(0x30, value(0x82, Array(host.utf8))))
        let extensions = value(0xA3, value(0x30, value(0x30, alternativeName + names)))
        let fields = version3 + number + algorithm + issuer + validity + subject + publicKeyInfo + extensions
        let signature = value(0x03, [UInt8](repeating: 0, count: 71))
        return value(0x30, value(0x30, fields) + algorithm + signature)
    }

    private static let version3: [UInt8] = [0xA0, 0x03, 0x02, 0x01, 0x02]
    private static let ecdsaWithSHA256: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]
    private static let commonName: [UInt8] = [0x06, 0x03, 0x55, 0x04, 0x03]
    private static let alternativeName: [UInt8] = [0x06, 0x03, 0x55, 0x1D, 0x11]

    private static func time(_ text: String) -> [UInt8] { value(0x17, Array(text.utf8)) }

    private static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        switch content.count {
        case ..<0x80: [tag, UInt8(content.count)] + content
        case ..<0x100: [tag, 0x81, UInt8(content.count)] + content
        default: [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
        }
    }
}
