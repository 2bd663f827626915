/// Whether texts are IP addresses.
///
/// Envoy refuses an assignment as a whole when one of its addresses is none.
enum IPAddress {
    /// Whether the text is an address of IPv4 or IPv6 without a zone.
    static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= 45 else { return false }
        return isV4(text[...]) || isV6(text)
    }

    /// Four numbers of at most 255, without leading zeros, with dots between them.
    private static func isV4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                    && UInt8(part) != nil && (part.utf8.count == 1 || !part.hasPrefix("0"))
            }
    }

    /// [RFC 4291, 2.2](https://www.rfc-editor.org/rfc/rfc4291#section-2.2): eight groups of hexadecimal digits, of which
    /// `::` leaves out some; the last two may be written as IPv4.
    private static func isV6(_ text: String) -> Bool {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        switch halves.count {
        case 1: return groups(halves[0], isLast: true) == 8
        case 2:
            guard let left = groups(halves[0], isLast: false), let right = groups(halves[1], isLast: true) else {
                return false
            }
            return left + right <= 7
        default: return false
        }
    }

    /// How many groups the text has; nil when one of them is none.
    private static func groups(_ text: Substring, isLast: Bool) -> Int? {
        guard !text.isEmpty else { return 0 }
        var parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var count = 0
        if isLast, let last = parts.last, last.contains(".") {
            guard isV4(last) else { return nil }
            parts.removeLast()
            count = 2
        }
        for part in parts {
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexadecimal) else { return nil }
            count += 1
        }
        return count
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
