/// One event of a watch.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
package enum WatchEvent: Sendable, Equatable {
    /// An object is there: `ADDED`.
    case added(ObjectText)
    /// An object has changed: `MODIFIED`.
    case modified(ObjectText)
    /// An object is gone; its version is that of the deletion: `DELETED`.
    case deleted(ObjectText)
    /// Everything up to that version has been told: `BOOKMARK`. `endsInitialEvents`: all that existed has been told.
    case bookmark(resourceVersion: String, endsInitialEvents: Bool)
    /// The watch cannot go on: `ERROR`.
    case failed(APIStatus)
    /// A type of event that did not exist when this was written.
    case unknown(type: String)
    /// An event of an object that has no name.
    case nameless(type: String)

    /// The event of a line of JSON, without the line end.
    /// - Throws: Where the line is no event at all.
    package init(line: ArraySlice<UInt8>) throws(DocumentProblem) {
        var (type, object): (String?, ArraySlice<UInt8>?)
        let isObject = JSONSkimmer.walk(line) { key, value in
            if JSONSkimmer.isEqual(key, "type") { type = JSONSkimmer.string(value) }
            if JSONSkimmer.isEqual(key, "object") { object = value }
            return .next
        }
        guard isObject, let type else { throw DocumentProblem("expected an event with a type") }
        guard let object else { throw DocumentProblem("expected an event with an object") }
        switch type {
        case "ADDED": self = Self.named(type, object, Self.added)
        case "MODIFIED": self = Self.named(type, object, Self.modified)
        case "DELETED": self = Self.named(type, object, Self.deleted)
        case "BOOKMARK": self = Self.bookmark(object)
        case "ERROR": self = .failed(APIStatus(try DocumentReader.json(object).get()))
        default: self = .unknown(type: String(type.prefix(40)))
        }
    }

    private static func named(
        _ type: String, _ object: ArraySlice<UInt8>, _ event: (ObjectText) -> WatchEvent
    ) -> WatchEvent {
        guard let object = ObjectText(object) else { return .nameless(type: type) }
        return event(object)
    }

    /// https://kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks
    private static func bookmark(_ object: ArraySlice<UInt8>) -> WatchEvent {
        var (version, ends) = ("", false)
        if let metadata = JSONSkimmer.member("metadata", of: object) {
            version = JSONSkimmer.member("resourceVersion", of: metadata).flatMap(JSONSkimmer.string) ?? ""
            let mark = JSONSkimmer.member("annotations", of: metadata)
                .flatMap { JSONSkimmer.member("k8s.io/initial-events-end", of: $0) }
            ends = mark.flatMap(JSONSkimmer.string) == "true"
        }
        return .bookmark(resourceVersion: version, endsInitialEvents: ends)
    }
}
