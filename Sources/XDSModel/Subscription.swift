import HashTreeCollections

/// What a stream asks for of one type, and the version it was sent of each name.
///
/// A name asked for is either *held* (it was sent, accepted or not) or *awaited* (it does not exist, or was not sent yet), so
/// the names are stored once. A stream that holds exactly what a table has shares the table's own storage.
///
/// Transitions: nothing → names or wildcard; names ⇄ wildcard. While wildcard, names asked for besides are in `named`, nothing
/// is awaited, and anything may be held; otherwise `named` is empty.
struct Subscription: Sendable {
    /// True once a request for the type was seen.
    private(set) var isRequested = false
    /// True once a name was asked for, `*` included: from then on a request without names no longer means all of them.
    private(set) var hasNamed = false
    /// True when every name is asked for.
    private(set) var isWildcard = false
    /// The names asked for one by one; only while wildcard.
    private(set) var named: Set<String> = []
    /// The names asked for that are not held; only while not wildcard.
    private(set) var awaited: Set<String> = []
    /// What the peer was sent, by name.
    private(set) var held: TreeDictionary<String, Version> = [:]

    /// The name that asks for all names.
    static let wildcard = "*"

    /// True when the name is asked for.
    func covers(_ name: String) -> Bool {
        isWildcard || held[name] != nil || awaited.contains(name)
    }

    /// True when the name is asked for by itself.
    func names(_ name: String) -> Bool {
        isWildcard ? named.contains(name) : covers(name)
    }

    /// How many names are asked for one by one.
    var nameCount: Int {
        isWildcard ? named.count : held.count + awaited.count
    }
}

/// What the peer has.
extension Subscription {
    /// The peer was sent this version.
    mutating func hold(_ name: String, _ version: Version) {
        held[name] = version
        awaited.remove(name)
    }

    /// The peer no longer has the name, and goes on asking for it.
    mutating func release(_ name: String) {
        guard held.removeValue(forKey: name) != nil, !isWildcard else { return }
        awaited.insert(name)
    }

    /// Gives back the memory of names no longer awaited.
    mutating func trim() {
        if awaited.isEmpty { awaited = [] }
    }

    /// The peer has what a table has: shares the table's storage.
    mutating func holdAll(_ versions: TreeDictionary<String, Version>) {
        held = versions
    }
}

/// Changes of what is asked for.
extension Subscription {
    /// A request was seen; returns true for the first one.
    mutating func request() -> Bool {
        defer { isRequested = true }
        return !isRequested
    }

    /// Asks for a name by itself.
    mutating func add(_ name: String) {
        hasNamed = true
        if isWildcard {
            named.insert(name)
        } else if held[name] == nil {
            awaited.insert(name)
        }
    }

    /// No longer asks for a name by itself; returns true when nothing asks for it any more.
    mutating func remove(_ name: String) -> Bool {
        guard !isWildcard else {
            named.remove(name)
            return false
        }
        let wasHeld = held.removeValue(forKey: name) != nil
        return awaited.remove(name) != nil || wasHeld
    }

    /// Asks for all names; returns false when it did already.
    mutating func startWildcard() -> Bool {
        guard !isWildcard else { return false }
        named = awaited.union(held.keys)
        awaited = []
        isWildcard = true
        return true
    }

    /// Asks only for what was named besides; returns what was held of the rest.
    mutating func stopWildcard() -> [String] {
        guard isWildcard else { return [] }
        isWildcard = false
        let dropped = held.keys.filter { !named.contains($0) }
        for name in dropped { held[name] = nil }
        awaited = named.filter { held[$0] == nil }
        named = []
        return dropped
    }

    /// Notes that names were given, so that an empty list no longer means all.
    mutating func noteNamed() {
        hasNamed = true
    }
}
