/// Encoded parts in the order of names, each name once.
struct SortedParts: Sendable {
    /// The parts.
    private(set) var parts: [EncodedPart] = []

    /// Whether there is no part.
    var isEmpty: Bool { parts.isEmpty }

    /// Takes parts in, in place of those with their names; nil takes one away. Answers whether anything differs.
    ///
    /// A few are put in their places; many are sorted together with all.
    mutating func apply(_ changes: [String: [UInt8]?]) -> Bool {
        guard changes.count * 8 > parts.count else {
            var differs = false
            for (name, bytes) in changes where put(name, bytes) { differs = true }
            return differs
        }
        let former = parts
        var byName = Dictionary(parts.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        for (name, bytes) in changes { byName[name] = bytes }
        parts = byName.map { EncodedPart(name: $0.key, bytes: $0.value) }.sorted { $0.name < $1.name }
        return parts != former
    }

    private mutating func put(_ name: String, _ bytes: [UInt8]?) -> Bool {
        var (low, high) = (parts.startIndex, parts.endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if parts[middle].name < name { low = middle + 1 } else { high = middle }
        }
        let isThere = low < parts.endIndex && parts[low].name == name
        switch (isThere, bytes) {
        case (false, nil): return false
        case (false, let bytes?): parts.insert(EncodedPart(name: name, bytes: bytes), at: low)
        case (true, nil): parts.remove(at: low)
        case (true, let bytes?):
            guard parts[low].bytes != bytes else { return false }
            parts[low].bytes = bytes
        }
        return true
    }
}
