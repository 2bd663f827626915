/// Collects the entries of a YAML mapping, merge keys (`<<`) among them.
///
/// https://yaml.org/type/merge.html
struct MappingBuilder {
    private var entries: [Mapping.Entry] = []
    private var merged: [Mapping.Entry] = []

    /// The mapping. Own entries come before merged ones, and win over them.
    var mapping: Mapping {
        guard !merged.isEmpty else { return Mapping(entries) }
        var known = Set(entries.map(\.key))
        return Mapping(entries + merged.filter { known.insert($0.key).inserted })
    }

    /// Adds an entry; false when it is a merge key whose value cannot be merged.
    mutating func add(_ key: String, _ value: Node) -> Bool {
        guard key == "<<" else {
            entries.append(Mapping.Entry(key: key, value: value))
            return true
        }
        switch value.value {
        case .mapping(let fields): merged += fields.entries
        case .sequence(let elements):
            for element in elements {
                guard case .mapping(let fields) = element.value else { return false }
                merged += fields.entries
            }
        default: return false
        }
        return true
    }
}
