/// Reads an expression as RE2 does, and adds up what it compiles to.
///
/// Groups are kept on a list, not on the call stack: however deep they are nested, this returns.
struct RegexParser {
    /// What letters in parentheses after a question mark change.
    struct Flags {
        /// `i`: letters match in either case.
        var foldsCase = false
        /// `s`: a dot matches line ends too.
        var dotMatchesAll = false
    }

    /// Something that a repetition can apply to.
    struct Operand {
        /// The number of instructions.
        var size: Int
        /// The largest product of nested repetition counts inside.
        var copies = 1
    }

    /// A group that is still open, or the whole expression.
    private struct Group {
        var flags: Flags
        var position: Int
        var isCapturing: Bool
        /// Instructions of what has been read, except for the last operand.
        var size = 0
        var copies = 1
        /// What a repetition would apply to: nothing at the start of an alternative.
        var last: Operand?
    }

    /// No size is counted further than this.
    private static let ceiling = 1 << 32
    private static let maximumCount = 1000

    /// What is still to be read.
    var reader: PatternReader
    /// The flags that hold here.
    var flags = Flags()
    private var outer: [Group] = []
    private var group: Group
    private var repetitionStart: Int?

    /// Reads valid UTF-8.
    init(_ bytes: [UInt8]) {
        reader = PatternReader(bytes)
        group = Group(flags: Flags(), position: 0, isCapturing: false)
    }

    /// Reads all of it; returns an upper bound of the number of instructions.
    mutating func parse() throws(RegexProblem) -> Int {
        while let byte = reader.peek() {
            let repetition = try parseRepetition(byte)
            if !repetition { try parseAtom(byte) }
        }
        guard outer.isEmpty else {
            throw RegexProblem(position: group.position, reason: .missingParenthesis)
        }
        // A loop before the expression, a match after it, and the instruction that fails.
        return finished(group).size + 6
    }

    /// Adds something that can be repeated.
    mutating func push(_ operand: Operand) {
        if let last = group.last {
            group.size = min(group.size + last.size, Self.ceiling)
            group.copies = max(group.copies, last.copies)
        }
        group.last = operand
    }

    /// Begins a group at `position`.
    mutating func open(isCapturing: Bool, at position: Int) {
        outer.append(group)
        group = Group(flags: flags, position: position, isCapturing: isCapturing)
    }

    private mutating func parseAtom(_ byte: UInt8) throws(RegexProblem) {
        switch byte {
        case UInt8(ascii: "("): try parseGroup()
        case UInt8(ascii: ")"): try close()
        case UInt8(ascii: "|"):
            reader.skip(1)
            // One instruction chooses, and one stands for an alternative that is empty.
            push(Operand(size: 2))
            push(Operand(size: 0))
            group.last = nil
        case UInt8(ascii: "^"), UInt8(ascii: "$"):
            reader.skip(1)
            push(Operand(size: 1))
        case UInt8(ascii: "."):
            reader.skip(1)
            push(Operand(size: flags.dotMatchesAll ? 10 : 12))
        case UInt8(ascii: "["): push(Operand(size: try parseClass().instructions))
        case UInt8(ascii: "\\"): try parseEscape()
        default:
            guard let scalar = reader.scalar() else { return reader.skip(1) }
            push(Operand(size: CodePointSet.size(ofLiteral: scalar.value, foldsCase: flags.foldsCase)))
        }
    }

    private mutating func close() throws(RegexProblem) {
        guard let parent = outer.popLast() else { throw reader.problem(.unexpectedParenthesis) }
        reader.skip(1)
        let whole = finished(group)
        flags = group.flags
        group = parent
        push(whole)
    }

    private func finished(_ group: Group) -> Operand {
        let last = group.last ?? Operand(size: 1)
        let size = group.size + last.size + (group.isCapturing ? 2 : 0)
        return Operand(size: min(size, Self.ceiling), copies: max(group.copies, last.copies))
    }

    /// Reads a repetition if one comes; `{` that begins none is an ordinary character.
    private mutating func parseRepetition(_ byte: UInt8) throws(RegexProblem) -> Bool {
        let start = reader.position
        var counts: (least: Int, most: Int?)?
        switch byte {
        case UInt8(ascii: "*"): counts = (0, nil)
        case UInt8(ascii: "+"): counts = (1, nil)
        case UInt8(ascii: "?"): counts = (0, 1)
        default: break
        }
        if counts != nil {
            reader.skip(1)
        } else if byte == UInt8(ascii: "{") {
            counts = parseCounts()
        }
        guard let counts else {
            repetitionStart = nil
            return false
        }
        _ = reader.take("?")
        if let repetitionStart { throw RegexProblem(position: repetitionStart, reason: .repeatedRepetition) }
        repetitionStart = start
        try applyRepetition(counts, isCounted: byte == UInt8(ascii: "{"), at: start)
        return true
    }

    private mutating func applyRepetition(
        _ counts: (least: Int, most: Int?), isCounted: Bool, at start: Int
    ) throws(RegexProblem) {
        let most = counts.most ?? counts.least
        guard counts.least <= Self.maximumCount, most <= Self.maximumCount, counts.least <= most else {
            throw RegexProblem(position: start, reason: .repetitionCount)
        }
        guard var operand = group.last else { throw RegexProblem(position: start, reason: .missingArgument) }
        if isCounted {
            operand.copies *= max(1, most)
            guard most < 2 || operand.copies <= Self.maximumCount else {
                throw RegexProblem(position: start, reason: .repetitionCount)
            }
            operand.copies = min(operand.copies, Self.maximumCount)
        }
        let optional = most - counts.least
        let copies = counts.most == nil ? max(1, counts.least) : most
        // A loop takes one instruction or two, and up to four when RE2 lays the program out for matching.
        let loop = counts.most == nil ? 4 : 0
        operand.size = min(max(1, operand.size * copies) + optional + loop, Self.ceiling)
        group.last = operand
    }

    /// Reads `{2}`, `{2,}` or `{2,3}`; if it is none of them, reads nothing.
    private mutating func parseCounts() -> (least: Int, most: Int?)? {
        let start = reader.position
        reader.skip(1)
        if let least = parseCount() {
            if reader.take("}") { return (least, least) }
            if reader.take(",") {
                if reader.take("}") { return (least, nil) }
                if let most = parseCount(), reader.take("}") { return (least, most) }
            }
        }
        reader.move(to: start)
        return nil
    }

    /// Reads a decimal number without leading zeros and of at most nine digits.
    private mutating func parseCount() -> Int? {
        guard let first = reader.peek(), isDigit(first) else { return nil }
        if first == UInt8(ascii: "0"), let second = reader.peek(1), isDigit(second) { return nil }
        var value = 0
        while let digit = reader.peek(), isDigit(digit) {
            guard value < 100_000_000 else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
            reader.skip(1)
        }
        return value
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
