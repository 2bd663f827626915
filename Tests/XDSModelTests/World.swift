import XDSModel

/// A snapshot in the making, and what changed in it since it was last published.
struct World {
    private(set) var snapshot = Snapshot()
    private var changes = ChangeSet()

    /// Puts a resource in. Its body says what it refers to, so that a robot can follow it.
    mutating func set(
        _ type: ResourceType, _ name: String, _ version: UInt64, endpoints: String? = nil, to references: [String] = []
    ) {
        let body = references.joined(separator: ",")
        snapshot[type].insert(
            Resource(name: name, version: Version(rawValue: version), body: Array(body.utf8), endpoints: endpoints))
        changes.insert(type, name)
    }

    mutating func remove(_ type: ResourceType, _ name: String) {
        snapshot[type].remove(name)
        changes.insert(type, name)
    }

    /// What a reader is offered.
    mutating func publish() -> Publication {
        defer { changes = ChangeSet() }
        return Publication(snapshot: snapshot, changes: changes)
    }
}

extension Resource {
    /// The names in the body.
    var references: [String] {
        body.isEmpty ? [] : String(decoding: body, as: UTF8.self).split(separator: ",").map(String.init)
    }
}
