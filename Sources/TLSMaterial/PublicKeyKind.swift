/// The kinds of keys that Envoy serves, and what it asks of each.
/// <https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/security/ssl>
enum PublicKeyKind: Equatable {
    /// RSA with a modulus of that many bits.
    case rsa(bits: Int)
    case p256
    case p384
    case p521
    case ed25519

    /// The kind of key in a SubjectPublicKeyInfo of `entry`.
    init(ofInfo encoded: ArraySlice<UInt8>, entry: TLSMaterialError.Entry) throws(TLSMaterialError) {
        do throws(MalformedDER) {
            var outer = DERReader(encoded)
            var info = try outer.enter(.sequence)
            let algorithm = try info.algorithm()
            if algorithm.identifier.elementsEqual(ObjectIdentifiers.rsa) {
                var key = DERReader(try info.bitString().octets)
                var numbers = try key.enter(.sequence)
                self = .rsa(bits: Self.bits(of: try numbers.integer()))
                return
            }
            if let kind = Self(of: algorithm) {
                self = kind
                return
            }
        } catch {
            throw .brokenContent(entry, number: 1)
        }
        throw .unsupportedKey(entry, kind: Self.unsupportedName(ofInfo: encoded))
    }

    /// The kind that an algorithm other than RSA names.
    init?(of algorithm: DERReader.Algorithm) {
        if algorithm.identifier.elementsEqual(ObjectIdentifiers.ed25519), algorithm.parameters == nil {
            self = .ed25519
        } else if algorithm.identifier.elementsEqual(ObjectIdentifiers.ellipticCurve),
            let curve = algorithm.parameters, let kind = Self(ofCurve: curve.content)
        {
            self = kind
        } else {
            return nil
        }
    }

    /// The kind whose curve has the encoded object identifier.
    init?(ofCurve identifier: ArraySlice<UInt8>) {
        if identifier.elementsEqual(ObjectIdentifiers.p256) {
            self = .p256
        } else if identifier.elementsEqual(ObjectIdentifiers.p384) {
            self = .p384
        } else if identifier.elementsEqual(ObjectIdentifiers.p521) {
            self = .p521
        } else {
            return nil
        }
    }

    /// Whether Envoy wants the certificate to allow signatures.
    var needsSigningUsage: Bool {
        switch self {
        case .p256, .p384, .p521: true
        case .rsa, .ed25519: false
        }
    }

    /// How many bits a positive integer in two's complement takes.
    static func bits(of integer: ArraySlice<UInt8>) -> Int {
        let magnitude = integer.drop { $0 == 0 }
        return magnitude.count * 8 - (magnitude.first?.leadingZeroBitCount ?? 0)
    }

    /// A word for a key that Envoy does not serve.
    static func unsupportedName(of algorithm: DERReader.Algorithm) -> String {
        guard algorithm.identifier.elementsEqual(ObjectIdentifiers.ellipticCurve) else {
            return "object identifier " + hexadecimal(algorithm.identifier)
        }
        return "elliptic curve " + hexadecimal(algorithm.parameters?.content ?? [])
    }

    private static func unsupportedName(ofInfo encoded: ArraySlice<UInt8>) -> String {
        var outer = DERReader(encoded)
        guard var info = try? outer.enter(.sequence), let algorithm = try? info.algorithm() else { return "unknown" }
        return unsupportedName(of: algorithm)
    }

    private static func hexadecimal(_ octets: ArraySlice<UInt8>) -> String {
        octets.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
