/// What may stand in headers.
enum HeaderText {
    /// Whether a condition may name this header, pseudo-headers such as `:method` too: Envoy refuses an empty name and
    /// control characters.
    static func isMatchable(name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// Whether a policy may name this header: letters, digits and `-`, as Kubernetes has it for HTTP headers.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// Whether a header can have this value: a tab is the only control character.
    static func isValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    /// The name as Go's MIME rules write it: `x-foo-BAR` becomes `X-Foo-Bar`.
    ///
    /// A name that ``isName(_:)`` refuses stays as it is.
    static func canonical(_ name: String) -> String {
        guard isName(name) else { return name }
        var startsWord = true
        let bytes = name.utf8.map { byte in
            defer { startsWord = byte == UInt8(ascii: "-") }
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z") where startsWord: return byte - 0x20
            case UInt8(ascii: "A")...UInt8(ascii: "Z") where !startsWord: return byte + 0x20
            default: return byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the byte is an ASCII letter or digit.
    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
