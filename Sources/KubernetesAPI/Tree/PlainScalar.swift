/// What a YAML scalar without quotes means. Kubernetes' tools follow YAML 1.1: `yes` and `on` are true, `010` is eight.
///
/// https://yaml.org/type/
enum PlainScalar {
    /// The value of a scalar without quotes.
    static func resolve(_ text: String) -> Node.Value {
        guard let first = text.utf8.first else { return .null }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            return number(text) ?? .string(text)
        default: return words[text] ?? .string(text)
        }
    }

    private static let words: [String: Node.Value] = {
        var words: [String: Node.Value] = [:]
        for word in ["~", "null", "Null", "NULL"] { words[word] = .null }
        for word in ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"] {
            words[word] = .bool(true)
        }
        for word in ["n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"] {
            words[word] = .bool(false)
        }
        return words
    }()

    private static func number(_ text: String) -> Node.Value? {
        if let special = specialNumbers[text] { return .number(special) }
        let isNegative = text.hasPrefix("-")
        let unsigned = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard let first = unsigned.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else {
            return nil
        }
        let digits = unsigned.contains("_") ? unsigned.filter { $0 != "_" } : String(unsigned)
        if let whole = whole(digits, isNegative: isNegative) { return .integer(whole) }
        guard isDecimal(digits), let value = Double(digits) else { return nil }
        return .number(isNegative ? -value : value)
    }

    private static let specialNumbers: [String: Double] = [
        ".inf": .infinity, ".Inf": .infinity, ".INF": .infinity, "+.inf": .infinity, "+.Inf": .infinity,
        "+.INF": .infinity, "-.inf": -.infinity, "-.Inf": -.infinity, "-.INF": -.infinity, ".nan": .nan, ".NaN": .nan,
        ".NAN": .nan,
    ]

    /// A whole number with the prefixes Go reads: `0x`, `0o`, `0b`, and a bare `0` for octal.
    private static func whole(_ digits: String, isNegative: Bool) -> Int64? {
        let sign = isNegative ? "-" : ""
        guard digits.utf8.first == UInt8(ascii: "0"), digits.utf8.count > 1 else { return Int64(sign + digits) }
        let (radix, length) =
            switch digits.dropFirst().first {
            case "x", "X": (16, 2)
            case "o", "O": (8, 2)
            case "b", "B": (2, 2)
            default: (8, 1)
            }
        let rest = digits.dropFirst(length)
        guard let first = rest.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
        return Int64(sign + rest, radix: radix)
    }

    /// Whether a text is digits with at most one point among them and perhaps an exponent.
    private static func isDecimal(_ text: String) -> Bool {
        var sawDigit = false
        var sawPoint = false
        var rest = text.utf8[...]
        while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
            if byte == UInt8(ascii: "."), !sawPoint {
                sawPoint = true
            } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                sawDigit = true
            } else {
                return false
            }
            rest.removeFirst()
        }
        guard sawDigit else { return false }
        guard !rest.isEmpty else { return true }
        rest.removeFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        return !rest.isEmpty && rest.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
