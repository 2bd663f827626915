/// Puts one log line together; user strings are quoted, so a line is always one line.
struct LineWriter {
    private let format: LogFormat
    private var text = ""

    init(format: LogFormat) { self.format = format }

    /// Adds one field.
    mutating func append(_ key: String, _ value: String) {
        switch format {
        case .json:
            text += text.isEmpty ? "{" : ","
            text += quoted(key) + ":" + quoted(value)
        case .text:
            if !text.isEmpty { text += " " }
            text += key + "=" + (Self.isPlain(value) ? value : quoted(value))
        }
    }

    /// The line with its end.
    consuming func finish() -> [UInt8] {
        if format == .json { text += "}" }
        text += "\n"
        return Array(text.utf8)
    }

    /// Whether logfmt needs no quotes.
    private static func isPlain(_ value: String) -> Bool {
        !value.isEmpty
            && value.utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=")
                    && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: ":")
            }
    }

    /// As a JSON string (RFC 8259 §7), which logfmt readers take as well.
    private func quoted(_ value: String) -> String {
        var result = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
