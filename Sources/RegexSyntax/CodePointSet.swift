/// The characters that a class matches, known well enough to bound the program that RE2 makes of it.
struct CodePointSet {
    private static let last: UInt32 = 0x10ffff

    private var ranges: [ClosedRange<UInt32>] = []
    /// Instructions for what is not in `ranges`: Unicode groups, and other cases of letters beyond ASCII.
    private var others = 0

    /// Adds a range written in brackets.
    mutating func insert(_ range: ClosedRange<UInt32>, foldsCase: Bool) {
        ranges.append(range)
        if foldsCase { insertOtherCases(of: range) }
    }

    /// Adds a class that has a name, or all that is not in it.
    mutating func insert(named classes: [ClosedRange<UInt32>], negated: Bool, flags: RegexParser.Flags) {
        var set = CodePointSet()
        for range in classes { set.insert(range, foldsCase: flags.foldsCase) }
        if negated { set.negate() }
        ranges += set.ranges
        others += set.others
    }

    /// Adds a class that takes so many instructions, and as many at most when negated.
    mutating func insert(instructions: Int) {
        others += instructions
    }

    /// Turns the class into all that it does not match.
    mutating func negate() {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in merged() {
            if next < range.lowerBound { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= Self.last { gaps.append(next...Self.last) }
        ranges = gaps
    }

    /// An upper bound of the number of instructions.
    var instructions: Int {
        merged().reduce(max(1, others)) { $0 + Self.size(of: $1) }
    }

    /// The number of instructions for one character.
    static func size(ofLiteral value: UInt32, foldsCase: Bool) -> Int {
        guard foldsCase else { return width(value) }
        switch value {
        // The Kelvin sign and the long s are other cases of ASCII letters.
        case 0x4b, 0x6b: return 5
        case 0x53, 0x73: return 4
        case ..<0x80: return 1
        default: return 20
        }
    }

    private mutating func insertOtherCases(of range: ClosedRange<UInt32>) {
        let upper: ClosedRange<UInt32> = 0x41...0x5a
        let lower: ClosedRange<UInt32> = 0x61...0x7a
        if range.overlaps(upper) {
            let part = range.clamped(to: upper)
            ranges.append(part.lowerBound + 32...part.upperBound + 32)
        }
        if range.overlaps(lower) {
            let part = range.clamped(to: lower)
            ranges.append(part.lowerBound - 32...part.upperBound - 32)
        }
        // The long s and the Kelvin sign.
        if range.contains(0x53) || range.contains(0x73) { ranges.append(0x17f...0x17f) }
        if range.contains(0x4b) || range.contains(0x6b) { ranges.append(0x212a...0x212a) }
        // A letter has three other cases at most; those of all letters together take some nine hundred instructions.
        let letters = Self.casedBlocks.filter(range.overlaps).reduce(0) { $0 + range.clamped(to: $1).count }
        others += letters == 0 ? 0 : min(letters * 12, 1000)
    }

    /// Where letters beyond ASCII that have cases are.
    private static let casedBlocks: [ClosedRange<UInt32>] = [
        0x80...0x587, 0x10a0...0x10ff, 0x13a0...0x13fd, 0x1c80...0x1cbf, 0x1d79...0x1d8e, 0x1e00...0x1fff,
        0x2126...0x2184, 0x24b6...0x24e9, 0x2c00...0x2d2d, 0xa640...0xa7ff, 0xab53...0xabbf, 0xfb00...0xfb17,
        0xff21...0xff5a, 0x10400...0x10cff, 0x118a0...0x118df, 0x16e40...0x16e7f, 0x1e900...0x1e943,
    ]

    private func merged() -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let previous = result.last, range.lowerBound <= previous.upperBound + 1 {
                result.removeLast()
                result.append(previous.lowerBound...max(previous.upperBound, range.upperBound))
            } else {
                result.append(range)
            }
        }
        return result
    }

    /// Instructions for one range: RE2 matches bytes, so it cuts a range where the UTF-8 of its ends differs in length
    /// or in leading bytes. <https://www.rfc-editor.org/rfc/rfc3629#section-4>
    private static func size(of range: ClosedRange<UInt32>) -> Int {
        var total = 0
        var rest = [range]
        while let range = rest.popLast() {
            if range == 0x80...last {
                // RE2 knows this one by heart.
                total += 9
            } else if let cut = cut(range) {
                rest.append(range.lowerBound...cut)
                rest.append(cut + 1...range.upperBound)
            } else {
                // An instruction for each byte, one to choose, and copies where beginnings are shared.
                total += width(range.lowerBound) * 2
            }
        }
        return total
    }

    /// Where a range is to be cut, if at all: the last code point of the first part.
    private static func cut(_ range: ClosedRange<UInt32>) -> UInt32? {
        for end: UInt32 in [0x7f, 0x7ff, 0xffff] where range.contains(end) && end < range.upperBound { return end }
        guard range.lowerBound >= 0x80 else { return nil }
        for bits: UInt32 in [6, 12, 18] {
            let mask: UInt32 = (1 << bits) - 1
            guard range.lowerBound & ~mask != range.upperBound & ~mask else { continue }
            if range.lowerBound & mask != 0 { return range.lowerBound | mask }
            if range.upperBound & mask != mask { return (range.upperBound & ~mask) - 1 }
        }
        return nil
    }

    /// The number of bytes of a code point's UTF-8.
    private static func width(_ value: UInt32) -> Int {
        switch value {
        case ..<0x80: 1
        case ..<0x800: 2
        case ..<0x10000: 3
        default: 4
        }
    }
}
