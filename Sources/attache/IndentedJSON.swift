/// JSON text for people.
enum IndentedJSON {
    /// The text with a line for each member, two spaces deeper in each bracket; the text must be JSON without blanks.
    static func of(_ json: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var (depth, isInString, isEscaped) = (0, false, false)
        var previous: UInt8 = 0
        func newLine() {
            result.append(UInt8(ascii: "\n"))
            result += Array(repeating: UInt8(ascii: " "), count: 2 * max(0, depth))
        }
        for byte in json {
            if isInString {
                result.append(byte)
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                previous = byte
                continue
            }
            let isClosing = byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
            if isClosing {
                depth -= 1
                if previous != UInt8(ascii: "{"), previous != UInt8(ascii: "[") { newLine() }
            } else if previous == UInt8(ascii: "{") || previous == UInt8(ascii: "[") {
                depth += 1
                newLine()
            }
            if isClosing, previous == UInt8(ascii: "{") || previous == UInt8(ascii: "[") { depth += 1 }
            result.append(byte)
            switch byte {
            case UInt8(ascii: ","): newLine()
            case UInt8(ascii: ":"): result.append(UInt8(ascii: " "))
            case UInt8(ascii: "\""): isInString = true
            default: break
            }
            previous = byte
        }
        return result
    }
}
