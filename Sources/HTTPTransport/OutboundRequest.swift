package import HTTPTypes

/// One request, where it goes, and how long each part of the exchange may take.
package struct OutboundRequest: Sendable {
    /// Where to connect.
    package var endpoint: Endpoint

    /// The method; a request without a body is sent without one whatever the method.
    package var method: HTTPRequest.Method

    /// Path and query, already percent-encoded, beginning with a slash.
    package var path: String

    /// Header fields besides those the transport writes itself (`Host`, `Content-Length`).
    package var headerFields: HTTPFields

    /// The body, sent as a whole.
    package var body: [UInt8]

    /// The longest wait for a connection.
    package var connectTimeout: Duration

    /// The longest the whole exchange may take, body included; `nil` only for answers that stream for as long as they like.
    package var timeout: Duration?

    /// A request; the timeouts are part of every call on purpose, because a neighbour that hangs must never hang us.
    package init(
        _ method: HTTPRequest.Method,
        _ path: String,
        at endpoint: Endpoint,
        headerFields: HTTPFields = [:],
        body: [UInt8] = [],
        connectTimeout: Duration,
        timeout: Duration?
    ) {
        self.endpoint = endpoint
        self.method = method
        self.path = path
        self.headerFields = headerFields
        self.body = body
        self.connectTimeout = connectTimeout
        self.timeout = timeout
    }
}
