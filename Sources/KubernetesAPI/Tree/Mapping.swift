/// The entries of a mapping in the order of the document, each key once.
package struct Mapping: Equatable, Sendable {
    /// One key and its value.
    package struct Entry: Equatable, Sendable {
        /// The key.
        package var key: String
        /// The value.
        package var value: Node

        /// A key and its value.
        package init(key: String, value: Node) {
            self.key = key
            self.value = value
        }
    }

    /// The entries; no key occurs twice.
    package private(set) var entries: [Entry]
    /// Keys the document gives more than once, each with the line of the repetition. The last value is the one kept.
    package private(set) var repeatedKeys: [Entry]

    /// A mapping of these entries; of entries with the same key the last is kept, the key is noted as repeated.
    package init(_ entries: [Entry] = []) {
        self.entries = entries
        repeatedKeys = []
        if Self.mayRepeat(entries) { keepLastOfEach() }
    }

    /// The value of a key, nil without one.
    package subscript(key: String) -> Node? {
        for entry in entries where entry.key == key { return entry.value }
        return nil
    }

    /// Few keys are compared pairwise, many through a set.
    private static func mayRepeat(_ entries: [Entry]) -> Bool {
        if entries.count > 12 { return Set(entries.lazy.map(\.key)).count < entries.count }
        for (position, entry) in entries.enumerated() {
            for earlier in entries.prefix(position) where earlier.key == entry.key { return true }
        }
        return false
    }

    private mutating func keepLastOfEach() {
        var positions: [String: Int] = [:]
        var kept: [Entry] = []
        for entry in entries {
            if let position = positions[entry.key], kept.indices.contains(position) {
                kept[position] = entry
                repeatedKeys.append(entry)
            } else {
                positions[entry.key] = kept.count
                kept.append(entry)
            }
        }
        entries = kept
    }
}
