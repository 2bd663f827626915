/// Protobuf messages put together from parts that are encoded already.
///
/// A message's [encoding](https://protobuf.dev/programming-guides/encoding/) is the sequence of its fields, so parts may
/// be appended one after the other. Bytes equal those of the whole message encoded at once when the fields are appended
/// in the order of their numbers.
struct WireBuffer {
    /// The encoding so far.
    private(set) var bytes: [UInt8] = []

    /// An empty message with room for `capacity` bytes.
    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// Appends fields that are encoded already.
    mutating func append(fields: [UInt8]) {
        bytes.append(contentsOf: fields)
    }

    /// Appends a field that holds a message or bytes.
    mutating func append(field number: UInt8, message: [UInt8]) {
        appendHeader(field: number, count: message.count)
        bytes.append(contentsOf: message)
    }

    /// Appends a field that holds text, which is not empty: an empty text is no field.
    mutating func append(field number: UInt8, text: String) {
        appendHeader(field: number, count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    /// How many bytes a field with so many bytes of content takes; fields above 15 take one more.
    static func size(ofFieldWith count: Int) -> Int {
        var size = count + 2
        var rest = count >> 7
        while rest > 0 {
            size += 1
            rest >>= 7
        }
        return size
    }

    /// Appends what precedes a field's content: its number and type, and the length.
    ///
    /// Numbers above 15 are never used here, so that a tag is one byte.
    private mutating func appendHeader(field number: UInt8, count: Int) {
        bytes.append(number << 3 | 2)
        var rest = UInt64(count)
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
