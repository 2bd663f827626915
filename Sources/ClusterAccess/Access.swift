package import HTTPTransport

/// A way to an API server at a moment: where it is, how the connection is protected, who asks.
package struct Access: Sendable, Hashable {
    /// Where the server listens.
    package var endpoint: Endpoint

    /// What stands before every path, without a slash at its end; empty unless the server's URL has a path.
    package var basePath: String

    /// How the connection is protected; nil only for servers whose URL begins with `http:`.
    package var security: ConnectionSecurity?

    /// The proxy to go through, as a URL; nil goes straight.
    package var proxy: String?

    /// What the `Authorization` field says; nil where the client certificate says who asks.
    package var authorization: String?

    /// A way without credentials.
    package init(
        endpoint: Endpoint, basePath: String = "", security: ConnectionSecurity? = nil, proxy: String? = nil,
        authorization: String? = nil
    ) {
        self.endpoint = endpoint
        self.basePath = basePath
        self.security = security
        self.proxy = proxy
        self.authorization = authorization
    }
}
