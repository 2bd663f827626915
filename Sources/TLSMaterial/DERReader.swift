/// Bytes that are not what they should be.
struct MalformedDER: Error {}

/// Reads values one after the other from bytes in the distinguished encoding rules. Total: whatever the bytes are, it
/// yields values that lie within them, or throws.
/// <https://www.itu.int/rec/T-REC-X.690>
struct DERReader {
    /// One value: its tag, its content, and both with the length between them.
    struct Value {
        /// The identifier octet; tags of several octets are refused.
        var tag: UInt8
        /// What is inside.
        var content: ArraySlice<UInt8>
        /// The value as it is encoded.
        var encoded: ArraySlice<UInt8>
    }

    /// What has not been read yet.
    private(set) var rest: ArraySlice<UInt8>

    /// Reads `bytes` from their start.
    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// Whether everything has been read.
    var isAtEnd: Bool { rest.isEmpty }

    /// Whether the next value bears `tag`.
    func comes(_ tag: DERTag) -> Bool {
        rest.first == tag.rawValue
    }

    /// The next value, whatever it is.
    mutating func next() throws(MalformedDER) -> Value {
        let start = rest
        guard let tag = rest.popFirst(), tag & 0x1f != 0x1f, let short = rest.popFirst() else { throw MalformedDER() }
        var length = Int(short)
        if short & 0x80 != 0 {
            let octets = short & 0x7f
            guard (1...4).contains(octets), rest.first != 0 else { throw MalformedDER() }
            length = 0
            for _ in 0..<octets {
                guard let octet = rest.popFirst() else { throw MalformedDER() }
                length = length << 8 | Int(octet)
            }
            guard length >= 0x80 else { throw MalformedDER() }
        }
        guard length <= rest.count else { throw MalformedDER() }
        let content = rest.prefix(length)
        rest.removeFirst(length)
        return Value(tag: tag, content: content, encoded: start.dropLast(rest.count))
    }

    /// The content of the next value, which must bear `tag`.
    mutating func next(_ tag: DERTag) throws(MalformedDER) -> ArraySlice<UInt8> {
        guard comes(tag) else { throw MalformedDER() }
        return try next().content
    }

    /// A reader of what is inside the next value, which must bear `tag`.
    mutating func enter(_ tag: DERTag) throws(MalformedDER) -> DERReader {
        DERReader(try next(tag))
    }

    /// The content of the next value if it bears `tag`; otherwise nothing is read.
    mutating func nextIfPresent(_ tag: DERTag) throws(MalformedDER) -> ArraySlice<UInt8>? {
        comes(tag) ? try next(tag) : nil
    }

    /// Throws unless everything has been read.
    func finish() throws(MalformedDER) {
        guard isAtEnd else { throw MalformedDER() }
    }

    /// The next value, an integer in its shortest form: its two's complement, most significant octet first.
    mutating func integer() throws(MalformedDER) -> ArraySlice<UInt8> {
        let content = try next(.integer)
        guard let first = content.first else { throw MalformedDER() }
        if let second = content.dropFirst().first {
            guard !(first == 0 && second < 0x80), !(first == 0xff && second >= 0x80) else { throw MalformedDER() }
        }
        return content
    }

    /// The next value, an integer of 0 to 127.
    mutating func smallInteger() throws(MalformedDER) -> UInt8 {
        let content = try integer()
        guard content.count == 1, let value = content.first, value < 0x80 else { throw MalformedDER() }
        return value
    }

    /// The next value, an object identifier, in its encoded form.
    mutating func objectIdentifier() throws(MalformedDER) -> ArraySlice<UInt8> {
        let content = try next(.objectIdentifier)
        guard let last = content.last, last < 0x80 else { throw MalformedDER() }
        var startsArc = true
        for octet in content {
            guard !(startsArc && octet == 0x80) else { throw MalformedDER() }
            startsArc = octet < 0x80
        }
        return content
    }

    /// The next value, a string of bits: the octets, and how many bits of the last are unused.
    mutating func bitString(_ tag: DERTag = .bitString) throws(MalformedDER) -> (
        octets: ArraySlice<UInt8>, unused: UInt8
    ) {
        var content = try next(tag)
        guard let unused = content.popFirst(), unused < 8 else { throw MalformedDER() }
        guard let last = content.last else {
            guard unused == 0 else { throw MalformedDER() }
            return (content, 0)
        }
        guard last & ((1 << unused) - 1) == 0 else { throw MalformedDER() }
        return (content, unused)
    }
}
