/// A message of Envoy's as [JSON](https://protobuf.dev/programming-guides/json/): what has its default value is left out,
/// 64-bit numbers, durations and names of enumerations are strings.
///
/// why: the generated messages would be encoded with a search through all types of the program for each type that occurs,
/// which took longer than everything else this command does. That these documents are what the messages would be, byte
/// for byte, is tested.
enum JSON: Sendable {
    case bool(Bool)
    case number(Double)
    case integer(Int)
    case string(String)
    case array([JSON])
    case object([Member])

    /// A member of an object.
    struct Member: Sendable {
        /// The field, as the .proto file spells it.
        let name: String
        /// What it holds.
        let value: JSON
    }

    /// The message with its type, as Envoy's extension points take it; the message must be an object.
    static func packed(_ type: String, _ message: JSON = [:]) -> JSON {
        guard case .object(let members) = message else { return message }
        return .object([Member(name: "@type", value: .string("type.googleapis.com/\(type)"))] + members)
    }

    /// The text without blanks and line breaks.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8192)
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .bool(let flag): bytes += (flag ? "true" : "false").utf8
        case .number(let number): bytes += number.description.utf8
        case .integer(let number): bytes += number.description.utf8
        case .string(let text): Self.write(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for element in elements {
                element.write(to: &bytes)
                bytes.append(UInt8(ascii: ","))
            }
            Self.close("]", &bytes)
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for member in members {
                Self.write(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
                bytes.append(UInt8(ascii: ","))
            }
            Self.close("}", &bytes)
        }
    }

    /// Puts the bracket in place of the last comma, or after the other bracket.
    private static func close(_ bracket: Unicode.Scalar, _ bytes: inout [UInt8]) {
        if bytes.last == UInt8(ascii: ",") { bytes.removeLast() }
        bytes.append(UInt8(ascii: bracket))
    }

    /// Writes a string with everything escaped that [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259#section-7) demands,
    /// and the other control characters.
    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{8}": bytes += "\\b".utf8
            case "\t": bytes += "\\t".utf8
            case "\n": bytes += "\\n".utf8
            case "\u{C}": bytes += "\\f".utf8
            case "\r": bytes += "\\r".utf8
            case "\"": bytes += "\\\"".utf8
            case "\\": bytes += "\\\\".utf8
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
                bytes += scalar.value < 16 ? "\\u000".utf8 : "\\u00".utf8
                bytes += String(scalar.value, radix: 16, uppercase: true).utf8
            default: bytes += UTF8.encode(scalar).map(Array.init) ?? []
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .string(value) }

    init(integerLiteral value: Int) { self = .integer(value) }

    init(floatLiteral value: Double) { self = .number(value) }

    init(booleanLiteral value: Bool) { self = .bool(value) }

    init(arrayLiteral elements: JSON...) { self = .array(elements) }

    /// The members in this order; those without a value are left out.
    init(dictionaryLiteral elements: (String, JSON?)...) {
        self = .object(elements.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }
}
