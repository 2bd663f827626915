/// How many elements the collections of a value hold, whoever can see them: what was forgotten is found here.
struct Footprint: Equatable {
    /// The numbers by the path of the property; collections within a collection are added up.
    private(set) var counts: [String: Int] = [:]

    /// The footprint of a value; contents of classes are left out.
    init(of value: Any) { visit(value, at: "", depth: 0) }

    /// Where two footprints differ, with both numbers.
    static func differences(_ one: Footprint, _ other: Footprint) -> [String] {
        Set(one.counts.keys).union(other.counts.keys).sorted()
            .filter { (one.counts[$0] ?? 0) != (other.counts[$0] ?? 0) }
            .map { "\($0): \(one.counts[$0] ?? 0) and \(other.counts[$0] ?? 0)" }
    }

    private mutating func visit(_ value: Any, at path: String, depth: Int) {
        guard depth < 5 else { return }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .dictionary, .set, .collection:
            counts[path, default: 0] += mirror.children.count
            guard depth < 4 else { return }
            for child in mirror.children {
                let parts = Mirror(reflecting: child.value)
                guard parts.displayStyle == .tuple, let element = parts.children.dropFirst().first else { continue }
                let inner = Mirror(reflecting: element.value)
                guard [.dictionary, .set, .collection].contains(inner.displayStyle) else { continue }
                counts[path + "[]", default: 0] += inner.children.count
            }
        case .struct, .optional:
            for child in mirror.children { visit(child.value, at: "\(path).\(child.label ?? "")", depth: depth + 1) }
        default: break
        }
    }
}
