/// Puts the messages of a watch together from pieces that are cut anywhere. Before each stands its length: four bytes, the
/// highest first.
package struct FrameScanner: Sendable {
    /// The longest message that is put together, in bytes.
    package let limit: Int

    private static let headSize = 4
    /// The first part of a message that arrives in several pieces, its length included.
    private var rest: [UInt8] = []

    /// A scanner of messages of at most `limit` bytes.
    package init(limit: Int) {
        self.limit = limit
    }

    /// Whether a message has begun that has not ended.
    package var isInsideFrame: Bool { !rest.isEmpty }

    /// Takes a piece; the messages it completes are visited without their lengths.
    /// - Throws: Where a message is longer than the limit; the scanner is of no use afterwards.
    package mutating func take(
        _ piece: [UInt8], _ visit: (ArraySlice<UInt8>) -> Void
    ) throws(DocumentProblem) {
        var left = piece[...]
        while !rest.isEmpty {
            let wanted = try missing(from: rest[...])
            guard wanted > 0 else {
                let frame = rest
                rest = []
                visit(frame.dropFirst(Self.headSize))
                break
            }
            guard !left.isEmpty else { return }
            rest.append(contentsOf: left.prefix(wanted))
            left = left.dropFirst(wanted)
        }
        while !left.isEmpty {
            let length = try length(left)
            guard let length, length <= left.count - Self.headSize else { break }
            left = left.dropFirst(Self.headSize)
            visit(left.prefix(length))
            left = left.dropFirst(length)
        }
        rest = Array(left)
    }

    /// How many bytes must come until the message ends that has begun, or its length does.
    private func missing(from begun: ArraySlice<UInt8>) throws(DocumentProblem) -> Int {
        guard let length = try length(begun) else { return Self.headSize - begun.count }
        return Self.headSize + length - begun.count
    }

    /// The length that stands before a message, nil where it is cut off.
    private func length(_ bytes: ArraySlice<UInt8>) throws(DocumentProblem) -> Int? {
        guard bytes.count >= Self.headSize else { return nil }
        let length = bytes.prefix(Self.headSize).reduce(0) { $0 << 8 | Int($1) }
        guard length <= limit else { throw DocumentProblem("a message is longer than \(limit) bytes") }
        return length
    }
}
