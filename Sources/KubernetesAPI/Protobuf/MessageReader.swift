/// Reads the fields of one protobuf message. Total: every index and sum is checked, and nothing is believed of a length.
///
/// Written for objects of Kubernetes, which have no groups and no packed numbers in what we read.
///
/// https://protobuf.dev/programming-guides/encoding/
struct MessageReader {
    /// How a value is encoded.
    private enum WireType: UInt8 {
        case varint = 0
        case eightBytes = 1
        case content = 2
        case fourBytes = 5
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int
    /// The field whose value comes next.
    private(set) var number = 0
    private var type = WireType.varint

    /// The highest number a field may have.
    private static let highestNumber: UInt64 = 536_870_911

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// Goes to the next field; false at the end. Its value must be read, or skipped, before the next call.
    mutating func next() throws(DocumentProblem) -> Bool {
        guard position < bytes.endIndex else { return false }
        let tag = try varint()
        guard (1...Self.highestNumber).contains(tag >> 3) else { throw problem("a field has an impossible number") }
        guard let type = WireType(rawValue: UInt8(tag & 7)) else { throw problem("a field is of an unknown type") }
        number = Int(tag >> 3)
        self.type = type
        return true
    }

    /// The value, a number.
    mutating func integer() throws(DocumentProblem) -> Int64 {
        guard type == .varint else { throw problem("expected a number in field \(number)") }
        return Int64(bitPattern: try varint())
    }

    /// The value, true or false.
    mutating func bool() throws(DocumentProblem) -> Bool { try integer() != 0 }

    /// The value, bytes: those of a text or of a message, for instance.
    mutating func content() throws(DocumentProblem) -> ArraySlice<UInt8> {
        guard type == .content else { throw problem("expected text or a message in field \(number)") }
        let length = try varint()
        guard length <= UInt64(bytes.endIndex - position) else { throw problem("field \(number) is cut off") }
        let start = position
        position += Int(length)
        return bytes[start..<position]
    }

    /// The value, a text.
    mutating func text() throws(DocumentProblem) -> String {
        guard let text = String(utf8: try content()) else { throw problem("the text in field \(number) is not UTF-8") }
        return text
    }

    /// The value, a message.
    mutating func message() throws(DocumentProblem) -> MessageReader { MessageReader(try content()) }

    /// Goes past the value.
    mutating func skip() throws(DocumentProblem) {
        switch type {
        case .varint: _ = try varint()
        case .eightBytes: try skip(8)
        case .content: _ = try content()
        case .fourBytes: try skip(4)
        }
    }

    /// What is wrong, and where.
    func problem(_ message: String) -> DocumentProblem {
        DocumentProblem("\(message) at byte \(position - bytes.startIndex) of its message")
    }

    private mutating func skip(_ count: Int) throws(DocumentProblem) {
        guard count <= bytes.endIndex - position else { throw problem("field \(number) is cut off") }
        position += count
    }

    private mutating func varint() throws(DocumentProblem) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            guard shift < 64 else { throw problem("a number is longer than ten bytes") }
        }
        throw problem("a number is cut off")
    }
}
