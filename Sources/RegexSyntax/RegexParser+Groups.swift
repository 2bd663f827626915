extension RegexParser {
    /// Reads what begins with `(`: a group, or flags.
    /// <https://github.com/google/re2/wiki/Syntax>
    mutating func parseGroup() throws(RegexProblem) {
        let start = reader.position
        guard reader.take("(?") else {
            reader.skip(1)
            open(isCapturing: true, at: start)
            return
        }
        let isLookBehind = reader.comes("<=") || reader.comes("<!")
        if !isLookBehind, reader.take("P<") || reader.take("<") {
            guard let name = reader.text(before: UInt8(ascii: ">")), Self.isGroupName(name) else {
                throw RegexProblem(position: start, reason: .invalidGroupName)
            }
            open(isCapturing: true, at: start)
            return
        }
        try parseFlags(start: start)
    }

    /// Reads `i-s)` or `i-s:`.
    private mutating func parseFlags(start: Int) throws(RegexProblem) {
        var changed = flags
        var isNegated = false
        var sawFlag = false
        while let byte = reader.peek() {
            reader.skip(1)
            switch byte {
            case UInt8(ascii: "i"): changed.foldsCase = !isNegated
            case UInt8(ascii: "s"): changed.dotMatchesAll = !isNegated
            case UInt8(ascii: "m"), UInt8(ascii: "U"): break
            case UInt8(ascii: "-") where !isNegated:
                (isNegated, sawFlag) = (true, false)
                continue
            case UInt8(ascii: ":") where !isNegated || sawFlag:
                open(isCapturing: false, at: start)
                flags = changed
                return
            case UInt8(ascii: ")") where !isNegated || sawFlag:
                flags = changed
                return
            default:
                throw RegexProblem(position: start, reason: .unsupportedGroup)
            }
            sawFlag = true
        }
        throw RegexProblem(position: start, reason: .unsupportedGroup)
    }

    /// Whether every character is a letter, a mark, a digit or a connecting mark.
    private static func isGroupName(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { scalar in
                // RE2 knows the characters of Unicode 15; later ones have no category there.
                guard let age = scalar.properties.age, age.major <= 15 else { return false }
                switch scalar.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                    .letterNumber, .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation:
                    return true
                default:
                    return false
                }
            }
    }
}
