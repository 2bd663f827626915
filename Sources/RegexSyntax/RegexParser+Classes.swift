extension RegexParser {
    /// Reads what stands in brackets.
    mutating func parseClass() throws(RegexProblem) -> CodePointSet {
        let start = reader.position
        var set = CodePointSet()
        reader.skip(1)
        let isNegated = reader.take("^")
        var isFirst = true
        while let byte = reader.peek(), isFirst || byte != UInt8(ascii: "]") {
            isFirst = false
            let isNamed = try parseNamedClass(into: &set)
            if isNamed { continue }
            let isPOSIX = try parsePOSIXClass(into: &set)
            if isPOSIX { continue }
            let range = try parseRange(classStart: start)
            set.insert(range, foldsCase: flags.foldsCase)
        }
        guard reader.take("]") else { throw RegexProblem(position: start, reason: .missingBracket) }
        if isNegated { set.negate() }
        return set
    }

    /// Reads `[:alpha:]` if a colon and a bracket end it somewhere; otherwise it is no class.
    private mutating func parsePOSIXClass(into set: inout CodePointSet) throws(RegexProblem) -> Bool {
        guard reader.comes("[:") else { return false }
        let start = reader.position
        reader.skip(2)
        guard var name = nameBeforeColonBracket() else {
            reader.move(to: start)
            return false
        }
        let isNegated = name.hasPrefix("^")
        if isNegated { name.removeFirst() }
        guard let ranges = Self.posix[name] else { throw RegexProblem(position: start, reason: .unknownClass) }
        set.insert(named: ranges, negated: isNegated, flags: flags)
        return true
    }

    /// Reads up to and including `:]`; nil if it does not come.
    private mutating func nameBeforeColonBracket() -> String? {
        let start = reader.position
        while !reader.isAtEnd {
            let end = reader.position
            if reader.take(":]") { return String(decoding: reader.bytes[start..<end], as: UTF8.self) }
            reader.skip(1)
        }
        return nil
    }

    /// Reads one character, or two with a hyphen between them.
    private mutating func parseRange(classStart: Int) throws(RegexProblem) -> ClosedRange<UInt32> {
        let start = reader.position
        let low = try parseClassCharacter(classStart: classStart)
        guard reader.comes("-"), let next = reader.peek(1), next != UInt8(ascii: "]") else { return low...low }
        reader.skip(1)
        let high = try parseClassCharacter(classStart: classStart)
        guard low <= high else { throw RegexProblem(position: start, reason: .reversedRange) }
        return low...high
    }

    private mutating func parseClassCharacter(classStart: Int) throws(RegexProblem) -> UInt32 {
        if reader.peek() == UInt8(ascii: "\\") { return try parseCharacterEscape() }
        guard let scalar = reader.scalar() else { throw RegexProblem(position: classStart, reason: .missingBracket) }
        return scalar.value
    }

    /// <https://github.com/google/re2/wiki/Syntax>, "ASCII character classes".
    private static let posix: [String: [ClosedRange<UInt32>]] = [
        "alnum": [0x30...0x39, 0x41...0x5a, 0x61...0x7a],
        "alpha": [0x41...0x5a, 0x61...0x7a],
        "ascii": [0x00...0x7f],
        "blank": [0x09...0x09, 0x20...0x20],
        "cntrl": [0x00...0x1f, 0x7f...0x7f],
        "digit": [0x30...0x39],
        "graph": [0x21...0x7e],
        "lower": [0x61...0x7a],
        "print": [0x20...0x7e],
        "punct": [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e],
        "space": [0x09...0x0d, 0x20...0x20],
        "upper": [0x41...0x5a],
        "word": [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a],
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]
}
