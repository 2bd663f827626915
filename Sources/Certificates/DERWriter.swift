/// Writes values in the distinguished encoding rules, one after the other.
/// <https://www.itu.int/rec/T-REC-X.690>
struct DERWriter {
    /// What has been written.
    private(set) var bytes: [UInt8] = []

    /// Writes a value whose content is known.
    mutating func value(_ tag: UInt8, _ content: some Collection<UInt8>) {
        bytes.append(tag)
        appendLength(content.count)
        bytes.append(contentsOf: content)
    }

    /// Writes a value that holds what `body` writes.
    mutating func value(_ tag: UInt8, holding body: (inout DERWriter) -> Void) {
        var inner = DERWriter()
        body(&inner)
        value(tag, inner.bytes)
    }

    /// Writes a sequence of what `body` writes.
    mutating func sequence(_ body: (inout DERWriter) -> Void) {
        value(0x30, holding: body)
    }

    /// Writes a value that is encoded already.
    mutating func encoded(_ value: [UInt8]) {
        bytes.append(contentsOf: value)
    }

    /// Writes a number of 0 or more, most significant octet first.
    mutating func integer(_ magnitude: [UInt8]) {
        let digits = Array(magnitude.drop { $0 == 0 })
        value(0x02, (digits.first ?? 0x80) >= 0x80 ? [0] + digits : digits)
    }

    /// Writes an object identifier in its encoded form.
    mutating func objectIdentifier(_ identifier: [UInt8]) {
        value(0x06, identifier)
    }

    /// Writes a string of bits, the last `unused` of which do not count.
    mutating func bitString(_ octets: [UInt8], unused: UInt8 = 0) {
        value(0x03, [unused] + octets)
    }

    /// Writes the algorithm that signs: RSA with PKCS #1 padding and SHA-256.
    /// <https://www.rfc-editor.org/rfc/rfc4055#section-5>
    mutating func signatureAlgorithm() {
        sequence { algorithm in
            algorithm.objectIdentifier(CertificateIdentifiers.rsaWithSHA256)
            algorithm.value(0x05, [])
        }
    }

    private mutating func appendLength(_ length: Int) {
        guard length >= 0x80 else {
            bytes.append(UInt8(truncatingIfNeeded: length))
            return
        }
        let octets = (length.bitWidth - length.leadingZeroBitCount + 7) / 8
        bytes.append(0x80 | UInt8(truncatingIfNeeded: octets))
        for place in (0..<octets).reversed() { bytes.append(UInt8(truncatingIfNeeded: length >> (8 * place))) }
    }
}
