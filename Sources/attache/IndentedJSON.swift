/// JSON text for people.
enum IndentedJSON {
    /// The text with a line for each member, two spaces deeper in each bracket; the text must be JSON without blanks.
    static func of(_ json: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var (depth, isInString, isEscaped) = (0, false, false)
        func newLine() {
            result.append(UInt8(ascii: "\n"))
            result += Array(repeating: UInt8(ascii: " "), count: 2 * max(0, depth))
        }
        for (byte, next) in zip(json, json.dropFirst() + [0]) {
            if !isInString, isClosing(byte), !isOpening(result.last) {
                depth -= 1
                newLine()
            }
            result.append(byte)
            if isInString {
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if isOpening(byte), !isClosing(next) {
                depth += 1
                newLine()
            } else if byte == UInt8(ascii: ",") {
                newLine()
            } else if byte == UInt8(ascii: ":") {
                result.append(UInt8(ascii: " "))
            }
        }
        return result
    }

    private static func isOpening(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

    private static func isClosing(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") }
}
