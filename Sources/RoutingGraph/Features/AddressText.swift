/// Addresses written as text.
package enum AddressText {
    /// An address of IPv4.
    struct Version4: Equatable {
        /// Its four numbers as one.
        var value: UInt32

        /// Whether it leads to this machine, its link, a group of machines or a cloud's metadata service.
        var isForbidden: Bool {
            switch value >> 24 {
            case 0, 127, 224...255: true
            default:
                // 169.254.0.0/16 is the link, where most clouds have their metadata service; the others are those of
                // Alibaba (100.100.100.200), Oracle (192.0.0.192) and Azure (168.63.129.16).
                value >> 16 == 0xA9FE || [0x6464_64C8, 0xC000_00C0, 0xA83F_8110].contains(value)
            }
        }
    }

    /// An address of IPv6.
    struct Version6: Equatable {
        /// Its eight groups.
        var groups: [UInt16]

        /// Whether it leads to this machine, its link, a group of machines or a cloud's metadata service, also by an
        /// address of IPv4 within it.
        var isForbidden: Bool {
            guard let first = groups.first, groups.count == 8 else { return true }
            if first & 0xFFC0 == 0xFE80 || first & 0xFF00 == 0xFF00 { return true }
            // Amazon's metadata service.
            if groups == [0xFD00, 0x0EC2, 0, 0, 0, 0, 0, 0x0254] { return true }
            return embedded.contains { $0.isForbidden }
        }

        /// The addresses of IPv4 it stands for where it is mapped, compatible, translated or tunnelled; `::` and `::1` are
        /// compatible with 0.0.0.0 and 0.0.0.1.
        private var embedded: [Version4] {
            func pair(_ high: Int) -> Version4 {
                Version4(value: groups.dropFirst(high).prefix(2).reduce(0) { $0 << 16 | UInt32($1) })
            }
            let start = Array(groups.prefix(6))
            var addresses: [Version4] = []
            if start.prefix(5).allSatisfy({ $0 == 0 }), start.last == 0xFFFF || start.last == 0 {
                addresses.append(pair(6))
            }
            if start == [0, 0, 0, 0, 0xFFFF, 0] { addresses.append(pair(6)) }
            if start.starts(with: [0x64, 0xFF9B]) { addresses.append(pair(6)) }
            if start.first == 0x2002 { addresses.append(pair(1)) }
            return addresses
        }
    }

    /// Whether the text is an address of IPv4 or IPv6, without a zone.
    package static func isAddress(_ text: String) -> Bool { version4(text) != nil || version6(text) != nil }

    /// Whether programs may take the text for an address of IPv4: its last part is a number, decimal or hexadecimal.
    ///
    /// No domain ends so. <https://url.spec.whatwg.org/#ends-in-a-number-checker>
    static func looksNumeric(_ text: String) -> Bool {
        guard let last = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).last else {
            return false
        }
        if last.starts(with: "0x".utf8) || last.starts(with: "0X".utf8) {
            return last.dropFirst(2).allSatisfy(isHexadecimal)
        }
        return last.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The address written as four decimal numbers without needless zeros; nil for any other spelling.
    static func version4(_ text: some StringProtocol) -> Version4? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard let number = UInt8(part), String(number) == part else { return nil }
            value = value << 8 | UInt32(number)
        }
        return Version4(value: value)
    }

    /// The address in any spelling of [RFC 4291](https://www.rfc-editor.org/rfc/rfc4291#section-2.2), without a zone.
    static func version6(_ text: String) -> Version6? {
        guard text.utf8.count <= 45 else { return nil }
        guard let gap = text.firstRange(of: "::") else {
            guard let groups = groups(text[...]), groups.count == 8 else { return nil }
            return Version6(groups: groups)
        }
        guard let start = groups(text[..<gap.lowerBound], mayEndInVersion4: false),
            let end = groups(text[gap.upperBound...]), start.count + end.count <= 7
        else { return nil }
        return Version6(groups: start + Array(repeating: 0, count: 8 - start.count - end.count) + end)
    }

    private static func groups(_ text: Substring, mayEndInVersion4: Bool = true) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if mayEndInVersion4, index == parts.count - 1, part.contains("."), let address = version4(part) {
                groups.append(UInt16(truncatingIfNeeded: address.value >> 16))
                groups.append(UInt16(truncatingIfNeeded: address.value))
                continue
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexadecimal),
                let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
    }
}
