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

    /// How the connection is protected; nil sends everything in the clear, over HTTP/1.1. Protected requests that have the
    /// same endpoint, security and proxy share one HTTP/2 connection where the server speaks it.
    package var security: ConnectionSecurity?

    /// The proxy to go through, as a URL (`http`, `https`, `socks5`, `socks5h`); nil goes straight, whatever the environment says.
    package var proxy: String?

    /// The longest wait for a connection.
    package var connectTimeout: Duration

    /// The longest the whole exchange may take, body included; `nil` only for answers that stream for as long as they like.
    package var timeout: Duration?

    /// The longest silence: no byte of the answer for that long ends the exchange with ``HTTPTransportError/timedOut(_:)``.
    /// The first byte may take `connectTimeout` longer, and time in which the reader holds the server back does not count;
    /// nil waits as long as `timeout` allows.
    package var idleTimeout: Duration?

    /// Whether the connection is given up when this exchange has no answer in time, and with it all other exchanges on it:
    /// what an HTTP/2 client does when a PING is not answered. A stream alone cannot tell a peer that has vanished from
    /// one that has nothing to say.
    package var isProbe: Bool

    /// A request; the timeouts are part of every call on purpose, because a neighbour that hangs must never hang us.
    package init(
        _ method: HTTPRequest.Method,
        _ path: String,
        at endpoint: Endpoint,
        headerFields: HTTPFields = [:],
        body: [UInt8] = [],
        security: ConnectionSecurity? = nil,
        proxy: String? = nil,
        connectTimeout: Duration,
        timeout: Duration?,
        idleTimeout: Duration? = nil,
        isProbe: Bool = false
    ) {
        self.endpoint = endpoint
        self.method = method
        self.path = path
        self.headerFields = headerFields
        self.body = body
        self.security = security
        self.proxy = proxy
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.idleTimeout = idleTimeout
        self.isProbe = isProbe
    }
}
