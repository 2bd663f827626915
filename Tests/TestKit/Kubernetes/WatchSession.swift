/// One watch: what of the events it passes on, and as which bytes.
package struct WatchSession: Sendable {
    /// The resource it watches, as the store names it.
    let resource: APIResource
    /// The store of that resource.
    package let store: String
    /// Lines to send before anything else.
    package private(set) var first: [UInt8] = []
    /// Whether the client wants bookmarks.
    let wantsBookmarks: Bool
    /// How long it lasts in seconds; nil for the server's own limit.
    package let timeout: Int?
    private let selector: ObjectSelector
    private var passed: Int

    /// A watch of what comes after `version`.
    init(
        _ resource: APIResource, selector: ObjectSelector, after version: Int, wantsBookmarks: Bool, timeout: Int?
    ) {
        self.resource = resource
        store = APIModel.storeKey(resource.group, resource.plural)
        self.selector = selector
        self.wantsBookmarks = wantsBookmarks
        self.timeout = timeout
        passed = version
    }

    /// Puts the objects of a state in front, as if they had just been added.
    mutating func begin(with objects: [StoredObject]) {
        for object in objects where selector.matches(object) { Self.append("ADDED", object.bytes, to: &first) }
    }

    /// Puts events in front.
    mutating func begin(with events: some Sequence<APIEvent>) {
        for event in events { first += line(for: event) ?? [] }
    }

    /// Puts the mark behind the objects that were there already.
    mutating func endInitialEvents() {
        if wantsBookmarks { first += bookmark(at: passed, endsInitialEvents: true) }
    }

    /// The line of an event; nil when it is none of this watch's.
    package mutating func line(for event: APIEvent) -> [UInt8]? {
        guard event.version > passed else { return nil }
        passed = event.version
        let isNow = event.change != .deleted && selector.matches(event.object)
        let was = event.previous.map(selector.matches) ?? false
        let change: APIEvent.Change
        switch (was, isNow) {
        case (false, false): return nil
        case (false, true): change = .added
        case (true, true): change = .modified
        case (true, false): change = .deleted
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(event.object.bytes.count + 40)
        Self.append(change.rawValue, event.object.bytes, to: &bytes)
        return bytes
    }

    /// A line that says how far this watch has come.
    package func bookmark(at version: Int, endsInitialEvents: Bool = false) -> [UInt8] {
        var metadata: JSONValue = ["resourceVersion": .string(String(version))]
        if endsInitialEvents { metadata.setMember("annotations", ["k8s.io/initial-events-end": "true"]) }
        if !resource.isCustom { metadata.setMember("creationTimestamp", .null) }
        let object: JSONValue = [
            "kind": .string(resource.kind), "apiVersion": .string(resource.apiVersion), "metadata": metadata,
        ]
        var bytes: [UInt8] = []
        Self.append("BOOKMARK", JSONText.bytes(object), to: &bytes)
        return bytes
    }

    /// A line that ends a watch with a Status.
    package static func error(_ refusal: APIRefusal) -> [UInt8] {
        var bytes: [UInt8] = []
        append("ERROR", JSONText.bytes(refusal.status), to: &bytes)
        return bytes
    }

    private static func append(_ type: String, _ object: [UInt8], to bytes: inout [UInt8]) {
        bytes += "{\"type\":\"".utf8
        bytes += type.utf8
        bytes += "\",\"object\":".utf8
        bytes += object
        bytes += "}\n".utf8
    }
}
