import Crypto

/// A certificate and its key as a Secret holds them.
struct TestCertificate {
    var certificate: String
    var privateKey: String

    /// Makes a key and a certificate for it; nobody checks the signature.
    init(commonName: String = "shop.example") {
        let key = P256.Signing.PrivateKey()
        let algorithm = Self.element(0x30, Self.element(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]))
        let attribute = Self.element(
            0x30, Self.element(0x06, [0x55, 0x04, 0x03]) + Self.element(0x0C, Array(commonName.utf8)))
        let name = Self.element(0x30, Self.element(0x31, attribute))
        let time = Self.element(0x17, Array("300101000000Z".utf8))
        let fields =
            Self.element(0xA0, Self.element(0x02, [2])) + Self.element(0x02, [1]) + algorithm + name
            + Self.element(0x30, time + time) + name + Array(key.publicKey.derRepresentation)
        let signature = Self.element(0x03, [0, 1])
        let encoded = Self.element(0x30, Self.element(0x30, fields) + algorithm + signature)
        certificate = Self.pem("CERTIFICATE", encoded)
        privateKey = key.pemRepresentation + "\n"
    }

    /// What a Secret for a host holds.
    var data: [String: String] { ["tls.crt": certificate, "tls.key": privateKey] }

    private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let size = content.count
        let length: [UInt8] =
            size < 128
            ? [UInt8(size)] : size < 256 ? [0x81, UInt8(size)] : [0x82, UInt8(size >> 8), UInt8(size & 255)]
        return [tag] + length + content
    }

    private static func pem(_ label: String, _ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for index in 0..<4 {
                text.append(index <= group.count ? digits[Int(value >> (18 - 6 * UInt32(index)) & 63)] : "=")
            }
            if text.count % 65 == 64 { text += "\n" }
        }
        return "-----BEGIN \(label)-----\n\(text)\n-----END \(label)-----\n"
    }
}
