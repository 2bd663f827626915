import ObjectStore

/// Which units asked which question, for units of that name.
struct ReadIndex<Name: Hashable & Sendable>: Sendable {
    private var names: [StoreKey: Set<Name>] = [:]

    /// The units that asked.
    subscript(key: StoreKey) -> Set<Name> { names[key] ?? [] }

    /// Notes what a unit asked this time in place of what it asked before.
    mutating func replace(_ former: Set<StoreKey>, by latter: Set<StoreKey>, of name: Name) {
        guard former != latter else { return }
        for key in former.subtracting(latter) {
            names[key]?.remove(name)
            if names[key]?.isEmpty == true { names[key] = nil }
        }
        for key in latter.subtracting(former) { names[key, default: []].insert(name) }
    }
}
