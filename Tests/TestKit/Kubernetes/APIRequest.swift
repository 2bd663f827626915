/// A request that reached the server.
package struct APIRequest: Sendable {
    /// Its place among all requests, from 0.
    package let index: Int
    /// The connection it came on.
    package let connection: Int
    /// When it was complete.
    package let time: ContinuousClock.Instant
    /// `HTTP/2` or `HTTP/1.1`.
    package let version: String
    /// The request itself.
    package let call: APICall
    /// Who asked, as far as the server knows.
    package let user: String?
    /// What it was about; nil for pages that are no resources.
    package let target: APITarget?
    /// What it wanted; nil for pages that are no resources.
    package let verb: APIVerb?
    /// The status of the answer; nil while, or if, there is none.
    package internal(set) var code: Int?
    /// Whether a fault was played on it.
    package internal(set) var isFaulty = false

    /// The method.
    package var method: String { call.method }
    /// The path without its query.
    package var path: String { call.path }
    /// `User-Agent`.
    package var userAgent: String { call.userAgent }
    /// `Content-Type`, without parameters.
    package var contentType: String { call.contentType }
    /// The body as text.
    package var body: String { String(decoding: call.body, as: UTF8.self) }
}

extension APIRequest: CustomStringConvertible {
    package var description: String {
        let query = call.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        return "\(method) \(path)\(query.isEmpty ? "" : "?" + query) -> \(code.map(String.init) ?? "nothing")"
    }
}

/// A write the server accepted, of a client or of the test itself.
package struct APIWrite: Sendable, Hashable {
    /// When.
    package let time: ContinuousClock.Instant
    /// Who wrote, as the server knows users; the test itself is `admin`.
    package let user: String
    /// The one recorded as the writer.
    package let manager: String
    /// `User-Agent`.
    package let userAgent: String
    /// What it did.
    package let verb: APIVerb
    /// What it wrote; a created object has its name here.
    package let target: APITarget
    /// Whether it took fields from others.
    package let isForced: Bool
    /// Whether the object changed by it.
    package let isChange: Bool
    /// The version of the store after it.
    package let version: Int
}

/// What became of a connection.
package struct APIConnectionRecord: Sendable, Hashable {
    /// Its number, from 1.
    package let identity: Int
    /// When it was accepted.
    package let opened: ContinuousClock.Instant
    /// When it ended; nil while it is open.
    package internal(set) var closed: ContinuousClock.Instant?
    /// `HTTP/2` or `HTTP/1.1`; nil before the first request.
    package internal(set) var version: String?
    /// How many requests came on it.
    package internal(set) var requests = 0
}
