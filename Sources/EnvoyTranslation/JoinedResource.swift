import ContentHash
package import XDSModel

/// A resource that many hosts have a part in, kept as the bytes that are sent.
///
/// Ten thousand hosts are megabytes: a change of one encodes and hashes one part, and copies the others once. The version is
/// the digest of the parts' digests, in the order of names: it tells contents apart as a digest of all bytes would, and is
/// the same whatever changes led to them.
package struct JoinedResource: Sendable {
    /// The resource's name.
    private let name: String
    /// The number of the field that each part is.
    private let field: UInt8
    /// The name of the part that comes last, whatever its order.
    private let lastName: String?
    /// How many bytes come before the first part.
    private let headCount: Int

    /// The encoded message: the fields before the parts, the parts in the order of names, the fields after them.
    private var body: [UInt8]
    /// The parts' names.
    private var names: [String] = []
    /// How many bytes of `body` each part takes.
    private var counts: [Int] = []
    /// The digests of the fields before the parts, of those after them, and of each part.
    private var digests: [UInt8]

    /// No parts yet.
    ///
    /// - Parameters:
    ///   - head: the encoded fields before the parts, which have lesser numbers.
    ///   - tail: the encoded fields after them, which have greater numbers.
    ///   - field: the number of the field that each part is, at most 15.
    ///   - lastName: the name of the part that comes last, whatever its order.
    init(name: String, head: [UInt8], tail: [UInt8], field: UInt8, lastName: String? = nil) {
        self.name = name
        self.field = field
        self.lastName = lastName
        headCount = head.count
        body = head + tail
        digests = Self.digest(of: head) + Self.digest(of: tail)
    }

    /// Whether there is no part.
    package var isEmpty: Bool { names.isEmpty }

    /// The resource as it is now.
    package var resource: Resource {
        Resource(name: name, version: Version(rawValue: Digest.version(of: digests)), body: body)
    }

    /// Takes encoded parts in, in place of those with their names; nil takes one away. Answers whether anything differs.
    package mutating func apply(_ changes: [String: [UInt8]?]) -> Bool {
        let edits = edits(changes)
        guard !edits.isEmpty else { return false }
        body = replacing(in: body, edits, at: \.bytes) { $0.encoded ?? [] }
        // why: hardly any edit makes a host come or go, and to copy ten thousand names is to count each one's references.
        if edits.allSatisfy(\.isExchange) {
            for edit in edits { exchange(edit) }
        } else {
            rearrange(edits)
        }
        return true
    }
}

// How parts come, go and change.
extension JoinedResource {
    /// A part that comes, goes or is exchanged.
    private struct Edit {
        let name: String
        /// Its place among the parts; empty, before the next part, when it comes.
        let places: Range<Int>
        /// Where it is in `body`.
        let bytes: Range<Int>
        /// The field it becomes; nil when it goes.
        let encoded: [UInt8]?

        /// Whether every other part keeps its place.
        var isExchange: Bool { !places.isEmpty && encoded != nil }
        /// How many parts it becomes: one or none.
        var count: Int { encoded == nil ? 0 : 1 }
    }

    /// How many bytes a digest has.
    private static let digestSize = 8

    /// The edits that make a difference, in the order of parts.
    private func edits(_ changes: [String: [UInt8]?]) -> [Edit] {
        var edits: [Edit] = []
        var (passed, offset) = (0, headCount)
        for (name, part) in changes.sorted(by: { comesBefore($0.key, $1.key) }) {
            let place = place(of: name)
            offset += counts[passed..<place].reduce(0, +)
            passed = place
            let isThere = place < names.count && names[place] == name
            let places = place..<(isThere ? place + 1 : place)
            let bytes = offset..<(isThere ? offset + counts[place] : offset)
            let encoded = part.map(encoded)
            guard !body[bytes].elementsEqual(encoded ?? []) else { continue }
            edits.append(Edit(name: name, places: places, bytes: bytes, encoded: encoded))
        }
        return edits
    }

    /// Where the part of that name is or would be.
    private func place(of name: String) -> Int {
        var (low, high) = (0, names.count)
        while low < high {
            let middle = low + (high - low) / 2
            if comesBefore(names[middle], name) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func comesBefore(_ left: String, _ right: String) -> Bool {
        if left == lastName || right == lastName { return left != lastName }
        return left < right
    }

    private func encoded(_ part: [UInt8]) -> [UInt8] {
        var buffer = WireBuffer(capacity: WireBuffer.size(ofFieldWith: part.count))
        buffer.append(field: field, message: part)
        return buffer.bytes
    }

    /// Notes what an edit makes of the part in its place.
    private mutating func exchange(_ edit: Edit) {
        guard let encoded = edit.encoded else { return }
        counts[edit.places.lowerBound] = encoded.count
        digests.replaceSubrange(digestBytes(edit), with: Self.digest(of: encoded))
    }

    /// Notes what edits make of the parts when others move to other places.
    private mutating func rearrange(_ edits: [Edit]) {
        names = replacing(in: names, edits, at: \.places) { repeatElement($0.name, count: $0.count) }
        counts = replacing(in: counts, edits, at: \.places) { repeatElement($0.encoded?.count ?? 0, count: $0.count) }
        digests = replacing(in: digests, edits, at: digestBytes) { $0.encoded.map(Self.digest) ?? [] }
    }

    /// Where the digest of an edit's part is in `digests`, behind those of what surrounds the parts.
    private func digestBytes(_ edit: Edit) -> Range<Int> {
        (edit.places.lowerBound + 2) * Self.digestSize..<(edit.places.upperBound + 2) * Self.digestSize
    }

    /// The first eight bytes of the SHA-256, the most significant first.
    private static func digest(of bytes: [UInt8]) -> [UInt8] {
        let version = Digest.version(of: bytes)
        return (1...digestSize).map { UInt8(truncatingIfNeeded: version >> UInt64((digestSize - $0) * 8)) }
    }

    /// The elements with what each edit puts in place of a range; what lies between is copied once.
    private func replacing<Element>(
        in elements: [Element], _ edits: [Edit], at range: (Edit) -> Range<Int>,
        by latter: (Edit) -> some Collection<Element>
    ) -> [Element] {
        let pieces = edits.map { (range: range($0), latter: latter($0)) }
        let growth = pieces.reduce(0) { $0 + $1.latter.count - $1.range.count }
        var result: [Element] = []
        result.reserveCapacity(elements.count + growth)
        var copied = 0
        for piece in pieces {
            result.append(contentsOf: elements[copied..<piece.range.lowerBound])
            result.append(contentsOf: piece.latter)
            copied = piece.range.upperBound
        }
        result.append(contentsOf: elements[copied...])
        return result
    }
}
