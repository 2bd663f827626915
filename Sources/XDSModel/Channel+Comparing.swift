import HashTreeCollections

/// Finding out what is to be sent: comparing what the peer has with what it should have, name by name.
extension Channel {
    /// Goes on to a newer table; costs as much as names changed.
    mutating func advance(to newer: ResourceTable) {
        let before = table
        let changes = backlog
        table = newer
        backlog = .none
        switch changes {
        case .names(let names): names.forEach { compare($0, before: before) }
        case .all: compareAll(before: before)
        }
    }

    /// Compares every name that is asked for or exists.
    mutating func compareAll(before: ResourceTable) {
        if subscription.isWildcard {
            for resource in table {
                compare(resource.name, before: before)
            }
        }
        let held = subscription.held
        let awaited = subscription.awaited
        for name in held.keys { compare(name, before: before) }
        for name in awaited { compare(name, before: before) }
    }

    /// Decides what is to be done about a name.
    mutating func compare(_ name: String, before: ResourceTable) {
        guard let resource = table[name] else { return compareMissing(name, before: before) }
        lingering.remove(name)
        removals.remove(name)
        absences.remove(name)
        setUpdate(name, subscription.covers(name) && subscription.held[name] != resource.version)
    }

    /// Sends what the peer has once more.
    mutating func sendAgain(_ name: String) {
        guard subscription.held[name] != nil else { return }
        subscription.hold(name, .unknown)
        repeated.insert(name)
        compare(name, before: table)
    }

    /// Does not send again what was rejected meanwhile.
    mutating func withdraw(_ rejected: ResourceReference) {
        guard repeated.remove(rejected.name) != nil, content(rejected.name)?.version == rejected.version else { return }
        subscription.hold(rejected.name, rejected.version)
        compare(rejected.name, before: table)
    }

    /// Takes back what has lingered long enough.
    mutating func expire(_ now: ContinuousClock.Instant) {
        for name in lingering.takeDue(now) where subscription.held[name] != nil {
            updates.remove(name)
            removals.insert(name)
        }
    }

    /// Gives memory back when there is nothing to do; shares the table's storage when the peer has exactly what the table has.
    mutating func trim() {
        guard isQuiet else { return }
        updates = []
        removals = []
        absences = []
        subscription.trim()
        guard lingering.isEmpty, subscription.held.count == table.count else { return }
        subscription.holdAll(table.versions)
    }

    /// The peer has a name no longer, and still asks for it.
    mutating func release(_ name: String) {
        rejected[name] = nil
        subscription.release(name)
    }

    /// Stops caring for a name that the peer no longer asks for.
    mutating func drop(_ name: String) {
        forget(name)
        absences.remove(name)
        rejected[name] = nil
    }

    private mutating func compareMissing(_ name: String, before: ResourceTable) {
        guard let version = subscription.held[name] else { return forget(name) }
        if lingering.contains(name) {
            setUpdate(name, lingering[name].map { $0.version != version } ?? false)
        } else if variant == .stateOfTheWorld, !type.isWildcard {
            // There is no way to tell; were it to come back, it would be sent.
            forget(name)
            release(name)
        } else if !removals.contains(name) {
            updates.remove(name)
            if lingers {
                lingering.insert(name, before[name])
            } else {
                removals.insert(name)
            }
        }
    }

    private mutating func forget(_ name: String) {
        lingering.remove(name)
        removals.remove(name)
        updates.remove(name)
    }

    private mutating func setUpdate(_ name: String, _ isNeeded: Bool) {
        if isNeeded {
            updates.insert(name)
        } else {
            updates.remove(name)
        }
    }
}
