/// Puts lines together from pieces that are cut anywhere, such as the body of a watch.
package struct LineScanner: Sendable {
    /// The longest line that is put together, in bytes.
    package let limit: Int

    private var rest: [UInt8] = []

    /// A scanner of lines of at most `limit` bytes.
    package init(limit: Int) {
        self.limit = limit
    }

    /// Whether a line has begun that has not ended.
    package var isInsideLine: Bool { !rest.isEmpty }

    /// Takes a piece; the lines it completes are visited without their ends, empty ones are left out.
    /// - Throws: Where a line is longer than the limit; the scanner is of no use afterwards.
    package mutating func take(
        _ piece: [UInt8], _ visit: (ArraySlice<UInt8>) -> Void
    ) throws(DocumentProblem) {
        var start = piece.startIndex
        while start < piece.endIndex, let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
            try check(rest.count, end - start)
            if rest.isEmpty {
                Self.visit(piece[start..<end], visit)
            } else {
                rest.append(contentsOf: piece[start..<end])
                let line = rest
                rest = []
                Self.visit(line[...], visit)
            }
            start = end + 1
        }
        try check(rest.count, piece.endIndex - start)
        rest.append(contentsOf: piece[start...])
    }

    private func check(_ kept: Int, _ more: Int) throws(DocumentProblem) {
        guard more <= limit - kept else { throw DocumentProblem("a line is longer than \(limit) bytes") }
    }

    private static func visit(_ line: ArraySlice<UInt8>, _ visit: (ArraySlice<UInt8>) -> Void) {
        if line.contains(where: { $0 > 0x20 }) { visit(line) }
    }
}
