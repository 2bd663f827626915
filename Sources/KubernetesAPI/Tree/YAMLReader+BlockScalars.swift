extension YAMLReader {
    /// What the header of a block scalar says.
    private struct Header {
        var isFolded: Bool
        /// How much deeper than its parent the text is; nil leaves it to the first line.
        var indentation: Int?
        var chomping = Chomping.clip
    }

    /// What becomes of the line ends after a block scalar's text.
    private enum Chomping {
        case strip, clip, keep
    }

    /// The text of the block scalar (`|`, `>`) at the position, whose parent stands at a column.
    ///
    /// https://yaml.org/spec/1.2.2/#81-block-scalar-styles
    mutating func blockScalar(indent: Int) throws(DocumentProblem) -> String {
        let header = try blockScalarHeader()
        var text: [UInt8] = []
        var depth = header.indentation.map { max(indent, 0) + $0 }
        var emptyLines = 0
        var previousIsIndented = false
        var isFirst = true
        var endsWithBreak = false
        while position < end {
            let found = leadingSpaces(limit: depth)
            if position + found >= end || bytes[position + found] == UInt8(ascii: "\n") {
                position += found
                if position < end { emptyLines += 1 }
                nextLine()
                continue
            }
            let required = depth ?? max(found, max(indent, 0) + 1)
            guard found >= required else { break }
            depth = required
            position += required
            let isIndented = current == UInt8(ascii: " ") || current == UInt8(ascii: "\t")
            let folds = header.isFolded && !isFirst && !previousIsIndented && !isIndented
            if folds, emptyLines == 0 { text.append(0x20) }
            if !folds, !isFirst { text.append(UInt8(ascii: "\n")) }
            text.append(contentsOf: Array(repeating: UInt8(ascii: "\n"), count: emptyLines))
            emptyLines = 0
            let start = position
            while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            text.append(contentsOf: bytes[start..<position])
            endsWithBreak = position < end
            nextLine()
            (isFirst, previousIsIndented) = (false, isIndented)
        }
        if header.chomping != .strip, endsWithBreak { text.append(UInt8(ascii: "\n")) }
        if header.chomping == .keep { text.append(contentsOf: Array(repeating: UInt8(ascii: "\n"), count: emptyLines)) }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func blockScalarHeader() throws(DocumentProblem) -> Header {
        var header = Header(isFolded: current == UInt8(ascii: ">"))
        position += 1
        while !isBlank() {
            switch current {
            case UInt8(ascii: "+"): header.chomping = .keep
            case UInt8(ascii: "-"): header.chomping = .strip
            case UInt8(ascii: "1")...UInt8(ascii: "9"): header.indentation = Int(current - UInt8(ascii: "0"))
            default: throw problem("expected a line end after \"|\" or \">\"")
            }
            position += 1
        }
        guard skipToLineEnd() else { throw problem("expected a line end after \"|\" or \">\"") }
        nextLine()
        return header
    }

    /// How many spaces stand at the position, at most so many.
    private func leadingSpaces(limit: Int?) -> Int {
        var count = 0
        while peek(count) == UInt8(ascii: " "), count < limit ?? Int.max { count += 1 }
        return count
    }
}
