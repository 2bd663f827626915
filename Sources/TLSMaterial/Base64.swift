/// The encoding inside PEM blocks. <https://www.rfc-editor.org/rfc/rfc4648#section-4>
enum Base64 {
    /// The bytes that `encoded` stands for, spaces and tabs passed over; nil if it is no padded base64.
    static func decode(_ encoded: [UInt8]) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(encoded.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        for byte in encoded where byte != 0x20 && byte != 0x09 && byte != 0x0d {
            if byte == UInt8(ascii: "=") {
                padding += 1
            } else {
                guard padding == 0, let value = value(of: byte) else { return nil }
                bits = bits << 6 | UInt32(value)
            }
            count += 1
            guard count == 4 else { continue }
            guard append(bits, padding: padding, to: &decoded) else { return nil }
            (bits, count) = (0, 0)
            if padding > 0 { padding = 3 }
        }
        return count == 0 ? decoded : nil
    }

    /// Appends what a group of four stands for; `bits` holds the values of those that are no padding.
    private static func append(_ bits: UInt32, padding: Int, to decoded: inout [UInt8]) -> Bool {
        switch padding {
        case 0:
            decoded.append(UInt8(truncatingIfNeeded: bits >> 16))
            decoded.append(UInt8(truncatingIfNeeded: bits >> 8))
            decoded.append(UInt8(truncatingIfNeeded: bits))
        case 1:
            decoded.append(UInt8(truncatingIfNeeded: bits >> 10))
            decoded.append(UInt8(truncatingIfNeeded: bits >> 2))
        case 2:
            decoded.append(UInt8(truncatingIfNeeded: bits >> 4))
        default:
            return false
        }
        return true
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
