import Crypto

/// Content digests: short names after Contour's fashion, and versions of what is sent to Envoy.
///
/// All are pure functions of the bytes: the same on every machine and in every process.
package enum Digest {
    /// The first `digits` lower-case hexadecimal digits of the text's SHA-1, for names that must equal Contour's.
    ///
    /// SHA-1 names things here; nothing trusts it. `digits` is clamped to 0...40.
    package static func sha1Hex(_ text: String, digits: Int = 40) -> String {
        var hash = Insecure.SHA1()
        update(&hash, with: text)
        return hex(hash.finalize(), digits: digits)
    }

    /// The first `digits` lower-case hexadecimal digits of the SHA-1 of `bytes`; `digits` is clamped to 0...40.
    package static func sha1Hex(_ bytes: [UInt8], digits: Int = 40) -> String {
        hex(Insecure.SHA1.hash(data: bytes), digits: digits)
    }

    /// The first `digits` lower-case hexadecimal digits of the text's SHA-256; `digits` is clamped to 0...64.
    package static func sha256Hex(_ text: String, digits: Int = 64) -> String {
        var hash = SHA256()
        update(&hash, with: text)
        return hex(hash.finalize(), digits: digits)
    }

    /// The first `digits` lower-case hexadecimal digits of the SHA-256 of `bytes`; `digits` is clamped to 0...64.
    package static func sha256Hex(_ bytes: [UInt8], digits: Int = 64) -> String {
        hex(SHA256.hash(data: bytes), digits: digits)
    }

    /// The first eight bytes of the SHA-256 of `bytes`, the most significant first.
    package static func version(of bytes: [UInt8]) -> UInt64 {
        SHA256.hash(data: bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Feeds the text's UTF-8 without a copy where it lies in one piece.
    private static func update(_ hash: inout some HashFunction, with text: String) {
        let fed: Void? = unsafe text.utf8.withContiguousStorageIfAvailable {
            unsafe hash.update(bufferPointer: .init($0))
        }
        if fed == nil { hash.update(data: Array(text.utf8)) }
    }

    private static func hex(_ digest: some Sequence<UInt8>, digits: Int) -> String {
        var text: [UInt8] = []
        for byte in digest {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text.prefix(max(0, digits)), as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }
}
