/// Where an object is within its resource.
package struct ObjectAddress: Sendable, Hashable, Comparable {
    /// The namespace; empty for what lives in none.
    package var namespace: String
    /// The name.
    package var name: String

    /// A key.
    package init(_ namespace: String, _ name: String) {
        self.namespace = namespace
        self.name = name
    }

    package static func < (left: ObjectAddress, right: ObjectAddress) -> Bool {
        left.namespace == right.namespace ? left.name < right.name : left.namespace < right.namespace
    }
}

/// One version of an object, encoded once.
struct StoredObject: Sendable {
    /// Where it is.
    let key: ObjectAddress
    /// The object.
    let value: JSONValue
    /// The version as a number.
    let version: Int
    /// The object as bytes.
    let bytes: [UInt8]
    /// The bytes as an item of a list, where built-in kinds leave out what the list says already.
    let item: [UInt8]

    /// The object as stored at `version`, which its metadata is made to say.
    init(_ key: ObjectAddress, _ value: JSONValue, of resource: APIResource, version: Int) {
        var value = value
        value.changeMember("metadata") { $0.setMember("resourceVersion", .string(String(version))) }
        self.key = key
        self.value = value
        self.version = version
        var members = value.members
        members["apiVersion"] = nil
        members["kind"] = nil
        var rest: [UInt8] = []
        JSONText.appendMembers(members, to: &rest)
        rest.append(UInt8(ascii: "}"))
        bytes = Array("{\"kind\":\"\(resource.kind)\",\"apiVersion\":\"\(resource.apiVersion)\",".utf8) + rest
        item = resource.isCustom ? bytes : [UInt8(ascii: "{")] + rest
    }
}

/// One change of the store.
package struct APIEvent: Sendable {
    /// What happened to the object.
    package enum Change: String, Sendable, Hashable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
    }

    /// What happened.
    package let change: Change
    /// The store it happened to.
    let store: String
    /// The object after it; of a deleted one, the last version with the number of the deletion.
    let object: StoredObject
    /// The object before it.
    let previous: StoredObject?

    /// The object after it.
    package var value: JSONValue { object.value }
    /// The version the store came to.
    package var version: Int { object.version }
}

/// The objects of one resource, and its latest changes.
struct ResourceStore: Sendable {
    /// The resource.
    let resource: APIResource
    private(set) var objects: [ObjectAddress: StoredObject] = [:]
    private(set) var history: [APIEvent] = []
    /// Nothing at or before this version can be watched or listed, only what comes after.
    private(set) var compacted: Int
    private var sorted: [ObjectAddress]?

    /// An empty store that begins at `version`.
    init(_ resource: APIResource, at version: Int) {
        self.resource = resource
        compacted = version
    }

    /// Keeps a change; at most `window` of them are kept.
    mutating func apply(_ event: APIEvent, window: Int) {
        let key = event.object.key
        switch event.change {
        case .deleted: objects[key] = nil
        default: objects[key] = event.object
        }
        if event.change != .modified { sorted = nil }
        history.append(event)
        if history.count > window + window / 4 + 16 {
            let surplus = history.count - window
            compacted = history[surplus - 1].version
            history.removeFirst(surplus)
        }
    }

    /// Forgets every change up to `version`.
    mutating func compact(to version: Int) {
        compacted = max(compacted, version)
        history.removeAll { $0.version <= version }
    }

    /// The changes after `version`; nil when they are no longer all known.
    func changes(after version: Int) -> ArraySlice<APIEvent>? {
        guard version >= compacted else { return nil }
        var (low, high) = (0, history.count)
        while low < high {
            let middle = (low + high) / 2
            if history[middle].version <= version { low = middle + 1 } else { high = middle }
        }
        return history[low...]
    }

    /// The objects in the order of their keys.
    mutating func current() -> [StoredObject] {
        let keys = sorted ?? objects.keys.sorted()
        sorted = keys
        return keys.compactMap { objects[$0] }
    }

    /// The objects as they were at `version`, in order; nil when that is no longer known.
    mutating func snapshot(at version: Int) -> [StoredObject]? {
        guard let later = changes(after: version) else { return nil }
        if later.isEmpty { return current() }
        var past = objects
        for event in later.reversed() { past[event.object.key] = event.previous }
        return past.values.sorted { $0.key < $1.key }
    }
}
