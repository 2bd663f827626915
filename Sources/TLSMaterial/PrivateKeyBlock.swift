import Crypto
import CryptoExtras

/// Reads a private key far enough to say which public key is its own.
enum PrivateKeyBlock {
    /// Labels of blocks that hold a private key.
    static let labels: Set<String> = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"]

    /// The SubjectPublicKeyInfo of the public key, as a certificate encodes it.
    ///
    /// A key that contradicts itself is refused, as Envoy's library refuses it.
    static func publicKeyInfo(of block: PEMBlock) throws(TLSMaterialError) -> [UInt8] {
        let info: [UInt8]?
        do throws(MalformedDER) {
            switch block.label {
            case "RSA PRIVATE KEY": info = try rsa(block.content[...])
            case "EC PRIVATE KEY": info = try elliptic(block.content[...], kind: nil)
            default: info = try wrapped(block.content[...])
            }
        } catch {
            throw .brokenKey
        }
        guard let info else { throw .unsupportedKey(.privateKey, kind: kindName(of: block)) }
        return info
    }

    /// PKCS #8. <https://www.rfc-editor.org/rfc/rfc5958#section-2>
    private static func wrapped(_ encoded: ArraySlice<UInt8>) throws(MalformedDER) -> [UInt8]? {
        var outer = DERReader(encoded)
        var fields = try outer.enter(.sequence)
        try outer.finish()
        guard try fields.smallInteger() == 0 else { throw MalformedDER() }
        let algorithm = try fields.algorithm()
        let key = try fields.next(.octetString)
        if fields.comes(.constructed0) { _ = try fields.next() }
        try fields.finish()
        if algorithm.identifier.elementsEqual(ObjectIdentifiers.rsa) {
            guard algorithm.parameters?.tag == DERTag.null.rawValue else { throw MalformedDER() }
            return try rsa(key)
        }
        guard let kind = PublicKeyKind(of: algorithm) else { return nil }
        guard kind == .ed25519 else { return try elliptic(key, kind: kind) }
        var inner = DERReader(key)
        let seed = try inner.next(.octetString)
        try inner.finish()
        guard let secret = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { throw MalformedDER() }
        return ed25519Prefix + Array(secret.publicKey.rawRepresentation)
    }

    /// PKCS #1. <https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2>
    private static func rsa(_ encoded: ArraySlice<UInt8>) throws(MalformedDER) -> [UInt8] {
        var outer = DERReader(encoded)
        var fields = try outer.enter(.sequence)
        try outer.finish()
        guard try fields.smallInteger() == 0 else { throw MalformedDER() }
        guard PublicKeyKind.bits(of: try fields.integer()) <= TLSMaterialLimits.rsaBits.upperBound else {
            throw MalformedDER()
        }
        guard let key = try? _RSA.Signing.PrivateKey(unsafeDERRepresentation: Array(encoded)) else {
            throw MalformedDER()
        }
        return Array(key.publicKey.derRepresentation)
    }

    /// SEC 1, whose curve is named inside, outside, or both. <https://www.rfc-editor.org/rfc/rfc5915#section-3>
    private static func elliptic(_ encoded: ArraySlice<UInt8>, kind: PublicKeyKind?) throws(MalformedDER) -> [UInt8]? {
        var outer = DERReader(encoded)
        var fields = try outer.enter(.sequence)
        try outer.finish()
        guard try fields.smallInteger() == 1 else { throw MalformedDER() }
        let scalar = try fields.next(.octetString)
        var named = kind
        if var parameters = fields.comes(.constructed0) ? try fields.enter(.constructed0) : nil {
            let inner = PublicKeyKind(ofCurve: try parameters.objectIdentifier())
            try parameters.finish()
            guard kind == nil || kind == inner else { throw MalformedDER() }
            guard let inner else { return nil }
            named = inner
        }
        var point: ArraySlice<UInt8>?
        if var wrapper = fields.comes(.constructed1) ? try fields.enter(.constructed1) : nil {
            let bits = try wrapper.bitString()
            try wrapper.finish()
            guard bits.unused == 0 else { throw MalformedDER() }
            point = bits.octets
        }
        try fields.finish()
        guard let named else { throw MalformedDER() }
        return try publicKey(of: scalar, kind: named, claimed: point)
    }

    private static func publicKey(
        of scalar: ArraySlice<UInt8>, kind: PublicKeyKind, claimed: ArraySlice<UInt8>?
    ) throws(MalformedDER) -> [UInt8] {
        let found: (info: [UInt8], point: [UInt8])?
        switch kind {
        case .p256:
            let key = try? P256.Signing.PrivateKey(rawRepresentation: padded(scalar, to: 32)).publicKey
            found = key.map { (Array($0.derRepresentation), Array($0.x963Representation)) }
        case .p384:
            let key = try? P384.Signing.PrivateKey(rawRepresentation: padded(scalar, to: 48)).publicKey
            found = key.map { (Array($0.derRepresentation), Array($0.x963Representation)) }
        case .p521:
            let key = try? P521.Signing.PrivateKey(rawRepresentation: padded(scalar, to: 66)).publicKey
            found = key.map { (Array($0.derRepresentation), Array($0.x963Representation)) }
        case .rsa, .ed25519:
            found = nil
        }
        guard let found, claimed.map({ $0.elementsEqual(found.point) }) ?? true else { throw MalformedDER() }
        return found.info
    }

    /// The scalar at the curve's own length: some programs leave out leading zeros, others add some.
    private static func padded(_ scalar: ArraySlice<UInt8>, to length: Int) -> [UInt8] {
        let digits = scalar.drop { $0 == 0 }
        return [UInt8](repeating: 0, count: max(0, length - digits.count)) + digits
    }

    /// What precedes the 32 octets of an Ed25519 key. <https://www.rfc-editor.org/rfc/rfc8410#section-4>
    private static let ed25519Prefix: [UInt8] = [
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]

    private static func kindName(of block: PEMBlock) -> String {
        var outer = DERReader(block.content[...])
        guard block.label == "PRIVATE KEY", var fields = try? outer.enter(.sequence),
            (try? fields.smallInteger()) != nil, let algorithm = try? fields.algorithm()
        else { return "unknown elliptic curve" }
        return PublicKeyKind.unsupportedName(of: algorithm)
    }
}
