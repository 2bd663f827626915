import HTTPTypes

/// A question for every change of a kind's objects.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
package struct WatchRequest: Sendable, Hashable {
    /// The objects' kind and namespace.
    package var path: ResourcePath
    /// Which of them, see ``ListRequest/fieldSelector``.
    package var fieldSelector: String?
    /// From which version on; empty with ``sendsInitialEvents`` for the newest.
    package var resourceVersion: String
    /// Whether the server first tells of all that exists, and then says that it has: a
    /// [streaming list](https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists).
    package var sendsInitialEvents: Bool
    /// When the server ends the watch.
    package var timeoutSeconds: Int
    /// Whether the events may come as protobuf, which costs both sides less. What they come as, the answer says.
    package var acceptsProtobuf: Bool

    /// A question.
    package init(
        _ path: ResourcePath, fieldSelector: String? = nil, resourceVersion: String, sendsInitialEvents: Bool = false,
        timeoutSeconds: Int, acceptsProtobuf: Bool = false
    ) {
        self.path = path
        self.fieldSelector = fieldSelector
        self.resourceVersion = resourceVersion
        self.sendsInitialEvents = sendsInitialEvents
        self.timeoutSeconds = timeoutSeconds
        self.acceptsProtobuf = acceptsProtobuf
    }

    /// The request that asks it.
    package var request: APIRequest {
        var query: [(name: String, value: String)] = [
            (name: "watch", value: "true"), (name: "allowWatchBookmarks", value: "true"),
            (name: "timeoutSeconds", value: "\(timeoutSeconds)"),
        ]
        if let fieldSelector { query.append((name: "fieldSelector", value: fieldSelector)) }
        if !resourceVersion.isEmpty { query.append((name: "resourceVersion", value: resourceVersion)) }
        if sendsInitialEvents {
            query.append((name: "sendInitialEvents", value: "true"))
            query.append((name: "resourceVersionMatch", value: ListRequest.Match.notOlderThan.rawValue))
        }
        var request = APIRequest(
            .get, path.text, query: query, timeout: .seconds(timeoutSeconds) + APIRequest.watchGrace)
        if acceptsProtobuf { request.accept = APIRequest.protobufOrJSON }
        return request
    }
}
