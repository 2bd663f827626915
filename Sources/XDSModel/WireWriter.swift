/// Writes protobuf fields into a buffer of a size known beforehand.
///
/// See [the encoding](https://protobuf.dev/programming-guides/encoding/).
struct WireWriter {
    /// What was written.
    private(set) var bytes: [UInt8] = []

    init(size: Int) {
        bytes.reserveCapacity(size)
    }

    /// Writes a field of bytes.
    mutating func field(_ number: UInt64, _ value: some Collection<UInt8>) {
        header(number, size: value.count)
        bytes.append(contentsOf: value)
    }

    /// Writes the start of a field; the next `size` bytes written are its value.
    mutating func header(_ number: UInt64, size: Int) {
        varint(number << 3 | Self.lengthDelimited)
        varint(UInt64(size))
    }

    /// The size of a whole field whose value has that size; field numbers up to 15.
    static func size(ofField value: Int) -> Int {
        1 + size(ofVarint: UInt64(value)) + value
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private static func size(ofVarint value: UInt64) -> Int {
        Swift.max(1, (UInt64.bitWidth - value.leadingZeroBitCount + 6) / 7)
    }

    private static let lengthDelimited: UInt64 = 2
}
