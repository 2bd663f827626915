/// What Envoy looks at in a certificate when it loads it. <https://www.rfc-editor.org/rfc/rfc5280#section-4.1>
struct X509Certificate {
    /// The SubjectPublicKeyInfo as it is encoded.
    var publicKeyInfo: ArraySlice<UInt8>
    /// The common names, DNS names and IP addresses, each once, in the order of the certificate.
    var names: [String]
    /// The last second in which the certificate is valid, since 1970-01-01T00:00:00Z.
    var notAfter: Int64
    /// Whether the key usage allows signatures; so it does when there is none.
    var maySign: Bool

    /// Reads one certificate that fills `encoded`.
    init(_ encoded: [UInt8]) throws(MalformedDER) {
        var outer = DERReader(encoded[...])
        var certificate = try outer.enter(.sequence)
        try outer.finish()
        var fields = try certificate.enter(.sequence)
        _ = try certificate.algorithm()
        _ = try certificate.bitString()
        try certificate.finish()

        let version = try Self.version(&fields)
        _ = try fields.integer()
        _ = try fields.algorithm()
        _ = try fields.name()
        var validity = try fields.enter(.sequence)
        _ = try validity.time()
        notAfter = try validity.time()
        try validity.finish()
        names = try fields.name().filter { !$0.isEmpty }
        let beforeKey = fields.rest
        var info = try fields.enter(.sequence)
        _ = try info.algorithm()
        _ = try info.bitString()
        try info.finish()
        publicKeyInfo = beforeKey.dropLast(fields.rest.count)
        maySign = true
        try readOptionalFields(&fields, version: version)
        try fields.finish()
    }

    private mutating func readOptionalFields(_ fields: inout DERReader, version: UInt8) throws(MalformedDER) {
        if version >= 1, fields.comes(.primitive1) { _ = try fields.bitString(.primitive1) }
        if version >= 1, fields.comes(.primitive2) { _ = try fields.bitString(.primitive2) }
        guard version >= 2, fields.comes(.constructed3) else { return }
        var wrapper = try fields.enter(.constructed3)
        for field in try wrapper.extensions() {
            if field.identifier.elementsEqual(ObjectIdentifiers.keyUsage) {
                maySign = Self.allowsSignatures(field.content)
            } else if field.identifier.elementsEqual(ObjectIdentifiers.subjectAlternativeName) {
                for name in (try? Self.alternativeNames(field.content)) ?? [] where !names.contains(name) {
                    names.append(name)
                }
            }
        }
        try wrapper.finish()
    }

    private static func version(_ fields: inout DERReader) throws(MalformedDER) -> UInt8 {
        guard fields.comes(.constructed0) else { return 0 }
        var wrapper = try fields.enter(.constructed0)
        let version = try wrapper.smallInteger()
        try wrapper.finish()
        guard version <= 2 else { throw MalformedDER() }
        return version
    }

    /// Bit 0 of the key usage; the bits count from the top.
    private static func allowsSignatures(_ content: ArraySlice<UInt8>) -> Bool {
        var reader = DERReader(content)
        guard let bits = try? reader.bitString(), reader.isAtEnd, let first = bits.octets.first else { return false }
        return first & 0x80 != 0
    }

    /// The DNS names and IP addresses of a subject alternative name.
    private static func alternativeNames(_ content: ArraySlice<UInt8>) throws(MalformedDER) -> [String] {
        var names: [String] = []
        var outer = DERReader(content)
        var list = try outer.enter(.sequence)
        try outer.finish()
        while !list.isAtEnd {
            let value = try list.next()
            if value.tag == DERTag.primitive2.rawValue, !value.content.isEmpty {
                guard value.content.allSatisfy({ $0 < 0x80 }) else { throw MalformedDER() }
                names.append(String(decoding: value.content, as: UTF8.self))
            } else if value.tag == DERTag.primitive7.rawValue, let address = address(value.content) {
                names.append(address)
            }
        }
        return names
    }

    /// `192.0.2.1` for four octets, eight groups of hexadecimal digits for sixteen.
    private static func address(_ octets: ArraySlice<UInt8>) -> String? {
        switch octets.count {
        case 4:
            return octets.map { String($0) }.joined(separator: ".")
        case 16:
            var groups: [String] = []
            var rest = octets
            while let high = rest.popFirst(), let low = rest.popFirst() {
                groups.append(String(UInt16(high) << 8 | UInt16(low), radix: 16))
            }
            return groups.joined(separator: ":")
        default:
            return nil
        }
    }
}
