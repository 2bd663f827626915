extension WatchEvent {
    /// The event of a frame, without its length: a `k8s.io.apimachinery.pkg.apis.meta.v1.WatchEvent`.
    /// - Throws: Where the frame is no event at all.
    package init(frame: ArraySlice<UInt8>) throws(DocumentProblem) {
        var message = MessageReader(frame)
        var (type, raw): (String?, ArraySlice<UInt8>?)
        while try message.next() {
            switch message.number {
            case 1: type = try message.text()
            case 2: raw = try Self.raw(try message.message())
            default: try message.skip()
            }
        }
        guard let type else { throw DocumentProblem("expected an event with a type") }
        guard let raw else { throw DocumentProblem("expected an event with an object") }
        switch type {
        case "ADDED": self = try Self.named(type, raw, Self.added)
        case "MODIFIED": self = try Self.named(type, raw, Self.modified)
        case "DELETED": self = try Self.named(type, raw, Self.deleted)
        case "BOOKMARK": self = try Self.bookmark(try MessageEnvelope.open(raw))
        case "ERROR": self = .failed(try APIStatus(envelope: raw))
        default: self = .unknown(type: String(type.prefix(40)))
        }
    }

    /// `k8s.io.apimachinery.pkg.runtime.RawExtension`
    private static func raw(_ message: consuming MessageReader) throws(DocumentProblem) -> ArraySlice<UInt8>? {
        var raw: ArraySlice<UInt8>?
        while try message.next() {
            if message.number == 1 { raw = try message.content() } else { try message.skip() }
        }
        return raw
    }

    private static func named(
        _ type: String, _ raw: ArraySlice<UInt8>, _ event: (ObjectText) -> WatchEvent
    ) throws(DocumentProblem) -> WatchEvent {
        guard let object = ObjectText(message: try MessageEnvelope.open(raw)) else { return .nameless(type: type) }
        return event(object)
    }

    /// https://kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks
    private static func bookmark(_ object: ArraySlice<UInt8>) throws(DocumentProblem) -> WatchEvent {
        var notes = FieldReader(Mapping())
        let metadata = try MessageReader.metadata(of: object)
        let found = try metadata.map { bytes throws(DocumentProblem) in
            try ObjectMeta(MessageReader(bytes), noting: &notes)
        }
        return .bookmark(
            resourceVersion: found?.resourceVersion ?? "",
            endsInitialEvents: found?.annotations["k8s.io/initial-events-end"] == "true")
    }
}
