/// A place in an expression, and what follows it. Total: past the end there is nothing.
struct PatternReader {
    /// The expression's UTF-8.
    let bytes: [UInt8]
    /// The offset of the next byte.
    private(set) var position = 0

    /// Reads valid UTF-8 from its start.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether everything has been read.
    var isAtEnd: Bool { position >= bytes.count }

    /// The byte that is `distance` bytes ahead, if the expression reaches that far.
    func peek(_ distance: Int = 0) -> UInt8? {
        let index = position + distance
        return bytes.indices.contains(index) ? bytes[index] : nil
    }

    /// Whether `text` comes next.
    func comes(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard count <= bytes.count - position else { return false }
        return text.withUTF8Buffer { unsafe bytes[position..<position + count].elementsEqual($0) }
    }

    /// Passes over `count` bytes, at most to the end.
    mutating func skip(_ count: Int) {
        position = min(position + count, bytes.count)
    }

    /// Passes over `text` if it comes next.
    mutating func take(_ text: StaticString) -> Bool {
        guard comes(text) else { return false }
        skip(text.utf8CodeUnitCount)
        return true
    }

    /// Reads one character.
    mutating func scalar() -> Unicode.Scalar? {
        var codec = UTF8()
        var rest = bytes[min(position, bytes.count)...].prefix(4).makeIterator()
        guard case .scalarValue(let scalar) = codec.decode(&rest) else { return nil }
        skip(UTF8.width(scalar))
        return scalar
    }

    /// Reads the text up to `end` and `end` itself; nil if it does not come, and then nothing is read.
    mutating func text(before end: UInt8) -> String? {
        let rest = bytes[min(position, bytes.count)...]
        guard let index = rest.firstIndex(of: end) else { return nil }
        let text = String(decoding: rest[..<index], as: UTF8.self)
        position = index + 1
        return text
    }

    /// Goes back, or on, to a position that was read before.
    mutating func move(to position: Int) {
        self.position = min(max(0, position), bytes.count)
    }

    /// A problem at the next byte.
    func problem(_ reason: RegexProblem.Reason) -> RegexProblem {
        RegexProblem(position: position, reason: reason)
    }
}
