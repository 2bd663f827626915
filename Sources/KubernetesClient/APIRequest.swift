package import HTTPTypes
package import KubernetesAPI

/// One request to an API server, as a value: all but where the server is and who asks.
package struct APIRequest: Sendable, Equatable {
    /// The method.
    package var method: HTTPRequest.Method
    /// The path, percent-encoded, without what stands before every path of the server.
    package var path: String
    /// The query's names and values, not encoded.
    package var query: [(name: String, value: String)]
    /// The form the answer should have.
    package var accept = "application/json"
    /// The form of the body.
    package var contentType: String?
    /// The body; empty for none.
    package var body: [UInt8] = []
    /// The longest the whole exchange may take.
    package var timeout: Duration
    /// The longest silence within it, nil for any.
    package var idleTimeout: Duration?
    /// Whether a missing answer condemns the connection, and with it all exchanges on it.
    package var isProbe = false

    /// Protobuf where the server knows it of the kind, else JSON: in the words of client-go, which API servers are tested
    /// with. A refusal may come in either form.
    ///
    /// https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources
    package static let protobufOrJSON = "application/vnd.kubernetes.protobuf, application/json"

    /// The longest an exchange about one object may take, unless it says otherwise.
    package static let objectTimeout = Duration.seconds(15)

    /// The longest a list may take, and the longest silence in it.
    package static let listTimeout = Duration.seconds(300)
    /// See ``listTimeout``.
    package static let listIdleTimeout = Duration.seconds(60)

    /// How much longer than the server was asked to a watch may take.
    package static let watchGrace = Duration.seconds(60)

    /// A request without body.
    package init(
        _ method: HTTPRequest.Method, _ path: String, query: [(name: String, value: String)] = [],
        timeout: Duration = objectTimeout
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.timeout = timeout
    }

    /// Path and query as the request line has them.
    package var target: String {
        guard !query.isEmpty else { return path }
        let fields = query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        return "\(path)?\(fields.joined(separator: "&"))"
    }

    /// Whether both ask the same.
    package static func == (left: APIRequest, right: APIRequest) -> Bool {
        left.method == right.method && left.target == right.target && left.accept == right.accept
            && left.contentType == right.contentType && left.body == right.body && left.timeout == right.timeout
            && left.idleTimeout == right.idleTimeout && left.isProbe == right.isProbe
    }

    /// The same with a document as body.
    func with(_ document: Node, as contentType: String = "application/json") -> APIRequest {
        var copy = self
        copy.contentType = contentType
        copy.body = Array(document.json.utf8)
        return copy
    }
}

extension APIRequest {
    /// One object.
    package static func get(_ path: ResourcePath) -> APIRequest { APIRequest(.get, path.text) }

    /// A new object.
    package static func create(_ document: Node, at path: ResourcePath, fieldManager: String?) -> APIRequest {
        APIRequest(.post, path.collection.text, query: manager(fieldManager)).with(document)
    }

    /// Another content for an object, or a part of it. With a `resourceVersion` in its metadata it succeeds only where
    /// nobody wrote in between.
    package static func replace(_ path: ResourcePath, by document: Node, fieldManager: String?) -> APIRequest {
        APIRequest(.put, path.text, query: manager(fieldManager)).with(document)
    }

    /// [Server-side apply](https://kubernetes.io/docs/reference/using-api/server-side-apply/); JSON is YAML too.
    package static func apply(
        _ document: Node, to path: ResourcePath, fieldManager: String, force: Bool
    ) -> APIRequest {
        var query = manager(fieldManager)
        if force { query.append((name: "force", value: "true")) }
        return APIRequest(.patch, path.text, query: query).with(document, as: "application/apply-patch+yaml")
    }

    /// The end of an object; with a version, only of that one.
    package static func delete(_ path: ResourcePath, resourceVersion: String?) -> APIRequest {
        let request = APIRequest(.delete, path.text)
        guard let resourceVersion else { return request }
        return request.with(
            .object([
                "kind": "DeleteOptions", "apiVersion": "v1",
                "preconditions": .object(["resourceVersion": .string(resourceVersion)]),
            ]))
    }

    /// The server's version: the cheapest question that everyone may ask.
    package static func version(timeout: Duration, isProbe: Bool = false) -> APIRequest {
        var request = APIRequest(.get, "/version", timeout: timeout)
        request.isProbe = isProbe
        return request
    }

    /// A page about the server's health.
    package static func health(_ page: String, timeout: Duration) -> APIRequest {
        APIRequest(.get, page, timeout: timeout)
    }

    private static func manager(_ name: String?) -> [(name: String, value: String)] {
        guard let name else { return [] }
        return [(name: "fieldManager", value: name)]
    }
}
