extension JSONReader {
    /// The string whose opening quote is at the position.
    mutating func string() throws(DocumentProblem) -> String {
        position += 1
        let start = position
        while position < end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = try text(bytes[start..<position])
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try stringWithEscapes(from: start) }
            guard byte >= 0x20 else { throw problem("control character in a string") }
            position += 1
        }
        throw problem("a string is not closed")
    }

    /// Goes past the string whose opening quote is at the position.
    mutating func skipString() throws(DocumentProblem) {
        position += 1
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"): _ = try escape()
            case 0..<0x20: throw problem("control character in a string")
            default: position += 1
            }
        }
        throw problem("a string is not closed")
    }

    /// The rest of a string whose first escape is at the position.
    private mutating func stringWithEscapes(from start: Int) throws(DocumentProblem) -> String {
        var buffer = Array(bytes[start..<position])
        while position < end {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                let text = try text(buffer[...])
                position += 1
                return text
            case UInt8(ascii: "\\"): buffer.append(contentsOf: Array(String(try escape()).utf8))
            case 0..<0x20: throw problem("control character in a string")
            default:
                buffer.append(byte)
                position += 1
            }
        }
        throw problem("a string is not closed")
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(DocumentProblem) -> String {
        guard let text = String(utf8: bytes) else { throw problem("a string is not UTF-8") }
        return text
    }

    /// The character of the escape whose backslash is at the position.
    private mutating func escape() throws(DocumentProblem) -> Unicode.Scalar {
        position += 1
        let letter = current
        position += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default:
            position = min(position, end)
            throw problem("unknown escape in a string")
        }
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), current == UInt8(ascii: "\\") else {
            throw problem("half of a surrogate pair in a string")
        }
        position += 1
        guard current == UInt8(ascii: "u") else { throw problem("half of a surrogate pair in a string") }
        position += 1
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw problem("half of a surrogate pair in a string") }
        return scalar
    }

    /// Four hexadecimal digits at the position.
    private mutating func hexadecimal() throws(DocumentProblem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(current)).hexDigitValue else {
                throw problem("expected four hexadecimal digits in a string")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
