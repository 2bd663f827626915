import JSONText

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
            text += key.quotedAsJSON + ":" + value.quotedAsJSON
        case .text:
            if !text.isEmpty { text += " " }
            text += key + "=" + (Self.isPlain(value) ? value : value.quotedAsJSON)
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
}
