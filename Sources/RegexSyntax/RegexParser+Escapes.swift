extension RegexParser {
    /// The classes that a letter after a backslash stands for; a capital is the complement.
    private static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    private static let spaces: [ClosedRange<UInt32>] = [0x09...0x0a, 0x0c...0x0d, 0x20...0x20]
    private static let words: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a]

    /// Reads what begins with a backslash, outside brackets.
    mutating func parseEscape() throws(RegexProblem) {
        if reader.take("\\Q") {
            while !reader.isAtEnd, !reader.take("\\E") {
                guard let scalar = reader.scalar() else { return }
                push(Operand(size: CodePointSet.size(ofLiteral: scalar.value, foldsCase: flags.foldsCase)))
            }
            return
        }
        if reader.take("\\b") || reader.take("\\B") || reader.take("\\A") || reader.take("\\z") || reader.take("\\C") {
            push(Operand(size: 1))
            return
        }
        var set = CodePointSet()
        if try parseNamedClass(into: &set) {
            push(Operand(size: set.instructions))
        } else {
            push(Operand(size: CodePointSet.size(ofLiteral: try parseCharacterEscape(), foldsCase: flags.foldsCase)))
        }
    }

    /// Reads `\d` and its like, `\pL` or `\p{Greek}` if one comes, and adds what it stands for.
    mutating func parseNamedClass(into set: inout CodePointSet) throws(RegexProblem) -> Bool {
        guard reader.peek() == UInt8(ascii: "\\"), let letter = reader.peek(1) else { return false }
        switch letter {
        case UInt8(ascii: "d"), UInt8(ascii: "D"): set.insert(named: Self.digits, negated: letter < 0x60, flags: flags)
        case UInt8(ascii: "s"), UInt8(ascii: "S"): set.insert(named: Self.spaces, negated: letter < 0x60, flags: flags)
        case UInt8(ascii: "w"), UInt8(ascii: "W"): set.insert(named: Self.words, negated: letter < 0x60, flags: flags)
        case UInt8(ascii: "p"), UInt8(ascii: "P"):
            set.insert(instructions: try parseUnicodeGroup())
            return true
        default: return false
        }
        reader.skip(2)
        return true
    }

    /// Reads `\pL` or `\p{^Greek}`; returns how many instructions it takes.
    private mutating func parseUnicodeGroup() throws(RegexProblem) -> Int {
        let start = reader.position
        reader.skip(2)
        let name: String?
        if reader.take("{") {
            name = reader.text(before: UInt8(ascii: "}")).map { $0.hasPrefix("^") ? String($0.dropFirst()) : $0 }
        } else {
            name = reader.scalar().map { String($0) }
        }
        guard let name, let size = UnicodeGroups.sizes[name] else {
            throw RegexProblem(position: start, reason: .unknownGroup)
        }
        return size
    }

    /// Reads an escape that stands for one character, inside brackets or outside; returns the code point.
    mutating func parseCharacterEscape() throws(RegexProblem) -> UInt32 {
        let start = reader.position
        let invalid = RegexProblem(position: start, reason: .invalidEscape)
        reader.skip(1)
        guard let scalar = reader.scalar() else { throw RegexProblem(position: start, reason: .trailingBackslash) }
        switch scalar {
        case "1"..."7":
            guard let next = reader.peek(), octal(next) != nil else { throw invalid }
            return parseOctal(first: scalar.value - 0x30)
        case "0": return parseOctal(first: 0)
        case "x":
            guard let value = parseHexadecimal() else { throw invalid }
            return value
        case "n": return 0x0a
        case "r": return 0x0d
        case "t": return 0x09
        case "a": return 0x07
        case "f": return 0x0c
        case "v": return 0x0b
        case "a"..."z", "A"..."Z", "0"..."9": throw invalid
        default:
            guard scalar.isASCII else { throw invalid }
            return scalar.value
        }
    }

    /// Reads up to two more octal digits.
    private mutating func parseOctal(first: UInt32) -> UInt32 {
        var value = first
        for _ in 0..<2 {
            guard let digit = reader.peek().flatMap(octal) else { break }
            value = value * 8 + digit
            reader.skip(1)
        }
        return value
    }

    /// Reads `7f` or `{10ffff}`.
    private mutating func parseHexadecimal() -> UInt32? {
        guard reader.take("{") else {
            guard let high = reader.peek().flatMap(hexadecimal), let low = reader.peek(1).flatMap(hexadecimal) else {
                return nil
            }
            reader.skip(2)
            return high * 16 + low
        }
        var value: UInt32 = 0
        var count = 0
        while let digit = reader.peek().flatMap(hexadecimal) {
            value = value * 16 + digit
            guard value <= 0x10ffff else { return nil }
            count += 1
            reader.skip(1)
        }
        guard count > 0, reader.take("}") else { return nil }
        return value
    }

    private func octal(_ byte: UInt8) -> UInt32? {
        (0x30...0x37).contains(byte) ? UInt32(byte - 0x30) : nil
    }

    private func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46: UInt32(byte - 0x41 + 10)
        case 0x61...0x66: UInt32(byte - 0x61 + 10)
        default: nil
        }
    }
}
