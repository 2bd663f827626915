extension YAMLReader {
    /// The part of a scalar without quotes that stands on the position's line, without the spaces after it. It ends at `: `, at
    /// ` #`, and between brackets at a bracket or comma.
    mutating func plainLine(inFlow: Bool) throws(DocumentProblem) -> String {
        let start = position
        var textEnd = position
        while position < end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\n") { break }
            if byte == UInt8(ascii: ":"), isBlank(at: 1) || inFlow && isFlowIndicator(peek(1)) { break }
            if byte == UInt8(ascii: "#"), position > start, isBlank(at: -1) { break }
            if inFlow, isFlowIndicator(byte) { break }
            position += 1
            if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") { textEnd = position }
        }
        position = textEnd
        return String(decoding: bytes[start..<textEnd], as: UTF8.self)
    }

    /// A scalar without quotes; deeper lines continue it.
    mutating func plain(indent: Int) throws(DocumentProblem) -> String {
        var text = try plainLine(inFlow: false)
        guard !text.isEmpty else { throw problem("expected a value") }
        while true {
            let before = self
            let breaks = skipBreaks()
            guard breaks > 0, position < end, column > indent, current != UInt8(ascii: "#") else {
                self = before
                return text
            }
            text += breaks == 1 ? " " : String(repeating: "\n", count: breaks - 1)
            text += try plainLine(inFlow: false)
            if current == UInt8(ascii: ":") || peek(0) == UInt8(ascii: " ") && isColonAfterBlanks() {
                throw problem("a key stands in the middle of a value of several lines; is the indentation right?")
            }
        }
    }

    private func isColonAfterBlanks() -> Bool {
        var copy = self
        copy.skipBlanks()
        return copy.current == UInt8(ascii: ":") && copy.isBlank(at: 1)
    }

    /// Goes past blanks and line ends; the number of line ends.
    mutating func skipBreaks() -> Int {
        var breaks = 0
        while true {
            skipBlanks()
            guard position < end, current == UInt8(ascii: "\n") else { return breaks }
            nextLine()
            breaks += 1
        }
    }

    /// The scalar whose opening quote is at the position.
    mutating func quoted() throws(DocumentProblem) -> String {
        let quote = current
        let opening = line
        position += 1
        var text: [UInt8] = []
        /// How much of the text may not be trimmed at a line end, because an escape wrote it.
        var kept = 0
        while position < end {
            let byte = bytes[position]
            if byte == quote {
                position += 1
                guard quote == UInt8(ascii: "'"), current == quote else { return String(decoding: text, as: UTF8.self) }
                text.append(quote)
                position += 1
            } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try escape(into: &text)
                kept = text.count
            } else if byte == UInt8(ascii: "\n") {
                while text.count > kept, let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
                let breaks = skipBreaks()
                text.append(contentsOf: breaks == 1 ? [0x20] : Array(repeating: UInt8(ascii: "\n"), count: breaks - 1))
                kept = text.count
            } else {
                text.append(byte)
                position += 1
            }
        }
        throw DocumentProblem("a quotation mark is not closed", line: Int(opening))
    }

    /// Takes the escape whose backslash is at the position.
    private mutating func escape(into text: inout [UInt8]) throws(DocumentProblem) {
        position += 1
        let letter = current
        if letter == UInt8(ascii: "\n") {
            let breaks = skipBreaks()
            text.append(contentsOf: Array(repeating: UInt8(ascii: "\n"), count: breaks - 1))
            return
        }
        position = min(position + 1, end)
        if let scalar = Self.escapes[letter] {
            text.append(contentsOf: Array(String(scalar).utf8))
            return
        }
        let digits =
            switch letter {
            case UInt8(ascii: "x"): 2
            case UInt8(ascii: "u"): 4
            case UInt8(ascii: "U"): 8
            default: 0
            }
        guard digits > 0 else { throw problem("unknown escape in a text between quotation marks") }
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = Character(Unicode.Scalar(current)).hexDigitValue else {
                throw problem("expected \(digits) hexadecimal digits after a backslash")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        guard let scalar = Unicode.Scalar(value) else { throw problem("an escape stands for no character") }
        text.append(contentsOf: Array(String(scalar).utf8))
    }

    private static let escapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "0"): "\0", UInt8(ascii: "a"): "\u{7}", UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "t"): "\t",
        UInt8(ascii: "\t"): "\t", UInt8(ascii: "n"): "\n", UInt8(ascii: "v"): "\u{B}", UInt8(ascii: "f"): "\u{C}",
        UInt8(ascii: "r"): "\r", UInt8(ascii: "e"): "\u{1B}", UInt8(ascii: " "): " ", UInt8(ascii: "\""): "\"",
        UInt8(ascii: "/"): "/", UInt8(ascii: "\\"): "\\", UInt8(ascii: "N"): "\u{85}", UInt8(ascii: "_"): "\u{A0}",
        UInt8(ascii: "L"): "\u{2028}", UInt8(ascii: "P"): "\u{2029}",
    ]
}
