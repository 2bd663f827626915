/// One request as a client may send it, with nothing added but `host` and the framing of the body.
package struct ClientRequest: Sendable, Hashable {
    /// The method.
    package var method: String
    /// What the client names as the host; a port may follow.
    package var host: String
    /// The path with its query, sent as it stands.
    package var path: String
    /// Further header fields in order.
    package var headers: HeaderFields
    /// The body; nothing is sent for an empty one.
    package var body: String

    /// A request.
    package init(
        _ method: String = "GET", host: String, path: String = "/", headers: HeaderFields = [:], body: String = ""
    ) {
        self.method = method
        self.host = host
        self.path = path
        self.headers = headers
        self.body = body
    }
}
