/// A request as a `WitnessBackend` saw it; also what it answers with, as JSON.
package struct WitnessedRequest: Sendable, Hashable, Codable {
    /// The name of the backend.
    package var backend: String
    /// The method.
    package var method: String
    /// The path with its query.
    package var path: String
    /// The host, from `host` or `:authority`.
    package var host: String
    /// `HTTP/1.1` or `HTTP/2`.
    package var version: String
    /// The header fields; those of HTTP/2's pseudo headers are in the members above.
    package var headers: HeaderFields
    /// The body.
    package var body: String
    /// Whether the connection was encrypted.
    package var isEncrypted: Bool
    /// The SNI of an encrypted connection; nil when there was none.
    package var serverName: String?
}

/// What a `WitnessBackend` answers with.
package struct WitnessAnswer: Sendable {
    /// The status code.
    package var status: Int
    /// Further header fields.
    package var headers: HeaderFields
    /// How long it hesitates.
    package var delay: Duration

    /// An answer.
    package init(_ status: Int = 200, headers: HeaderFields = [:], after delay: Duration = .zero) {
        self.status = status
        self.headers = headers
        self.delay = delay
    }
}
