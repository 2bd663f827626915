/// Resources that are gone from the snapshot and stay with the peer for a while, because something may still refer to them.
///
/// Transitions of a name: undated → dated (what referred to it has been replaced) → due; it leaves when it comes back into the
/// snapshot, when it is due, or when the peer drops it.
struct Lingering: Sendable {
    private struct Entry: Sendable {
        let resource: Resource?
        var due: ContinuousClock.Instant?
    }

    private var entries: [String: Entry] = [:]
    private var undated: Set<String> = []

    /// A moment before which nothing is due; nil when nothing has a date.
    private(set) var earliest: ContinuousClock.Instant?

    /// How many names linger.
    var count: Int { entries.count }

    /// True when none does.
    var isEmpty: Bool { entries.isEmpty }

    /// True when some have no date yet.
    var hasUndated: Bool { !undated.isEmpty }

    /// The last content of a name that lingers; nil when it does not or when only the peer knows the content.
    subscript(name: String) -> Resource? { entries[name]?.resource }

    /// The resources that linger.
    var resources: [Resource] { entries.values.compactMap(\.resource) }

    /// True when the name lingers.
    func contains(_ name: String) -> Bool { entries[name] != nil }

    /// Lets a name linger without a date.
    mutating func insert(_ name: String, _ resource: Resource?) {
        entries[name] = Entry(resource: resource)
        undated.insert(name)
    }

    /// Lets a name linger no longer.
    mutating func remove(_ name: String) {
        guard !entries.isEmpty, entries.removeValue(forKey: name) != nil else { return }
        undated.remove(name)
        if entries.isEmpty { earliest = nil }
    }

    /// Gives what has none a date.
    mutating func date(_ due: ContinuousClock.Instant) {
        for name in undated {
            entries[name]?.due = due
        }
        if !undated.isEmpty { earliest = Swift.min(earliest ?? due, due) }
        undated = []
    }

    /// Takes out what is due.
    mutating func takeDue(_ now: ContinuousClock.Instant) -> [String] {
        guard let earliest, earliest <= now else { return [] }
        let due = entries.filter { entry in entry.value.due.map { $0 <= now } ?? false }
        for name in due.keys {
            entries[name] = nil
        }
        self.earliest = entries.values.compactMap(\.due).min()
        return Array(due.keys)
    }
}
