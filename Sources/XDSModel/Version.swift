/// The version of a resource's content: 64 bits of a digest of its encoding, written as 16 lower-case hex digits.
///
/// Equal content has an equal version on every replica and after every restart, so an unchanged Envoy is sent nothing.
package struct Version: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The 64 bits.
    package let rawValue: UInt64

    /// The version with these 64 bits.
    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The version that `text` writes; nil unless `text` is 16 lower-case hex digits.
    package init?(_ text: String) {
        let digits = text.utf8
        guard digits.count == Self.digits, digits.allSatisfy(Self.isDigit), let value = UInt64(text, radix: 16) else {
            return nil
        }
        self.init(rawValue: value)
    }

    /// How many digits write a version.
    static let digits = 16

    /// What a peer holds when all we know is that it holds something: unequal to the version of any content.
    static let unknown = Version(rawValue: 0)

    /// The version of a response: depends on the names and versions in it, not on their order.
    init(combining resources: [Resource]) {
        let digest = resources.reduce(into: 0 as UInt64) { digest, resource in
            digest ^= Self.mix(resource.name, resource.version.rawValue)
        }
        self.init(rawValue: digest)
    }

    /// FNV-1a of the name, then of the version.
    private static func mix(_ name: String, _ version: UInt64) -> UInt64 {
        let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let mixed = (hash ^ version) &* 0x9e37_79b9_7f4a_7c15
        return mixed ^ (mixed >> 29)
    }

    /// 16 lower-case hex digits.
    package var description: String {
        let digits = String(rawValue, radix: 16)
        return String(repeating: "0", count: Self.digits - digits.utf8.count) + digits
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
