/// Why an exchange gave no complete answer. What the answer said is never an error here.
package enum HTTPTransportError: Error, Equatable, Sendable {
    /// Nobody listens at the endpoint: the socket file is absent, or the connection was refused.
    case nobodyListens(Endpoint, reason: String)

    /// The host's name, or the proxy's, has no address, or nobody could be asked for it.
    case unknownHost(Endpoint, reason: String)

    /// The server's certificate is not one the request trusts: its authority, its name or its time is wrong.
    case notTrusted(Endpoint, reason: String)

    /// No connection could be made for another reason.
    case cannotConnect(Endpoint, reason: String)

    /// The answer did not come, or did not end, in the time allowed. The other side may be alive.
    case timedOut(Endpoint)

    /// The connection broke, or the answer was not HTTP, after the request was sent.
    case interrupted(Endpoint, reason: String)

    /// The body is longer than the reader accepts.
    case bodyTooLarge(limit: Int)

    /// The request itself cannot be sent.
    case invalidRequest(reason: String)

    /// The task that waited was cancelled, or the client is gone.
    case cancelled
}

extension HTTPTransportError: CustomStringConvertible {
    /// One lower-case clause.
    package var description: String {
        switch self {
        case .nobodyListens(let endpoint, let reason): "nobody listens at \(endpoint): \(reason)"
        case .unknownHost(let endpoint, let reason): "cannot find the host of \(endpoint): \(reason)"
        case .notTrusted(let endpoint, let reason): "the certificate of \(endpoint) is not trusted: \(reason)"
        case .cannotConnect(let endpoint, let reason): "cannot connect to \(endpoint): \(reason)"
        case .timedOut(let endpoint): "no answer from \(endpoint) in time"
        case .interrupted(let endpoint, let reason): "the answer from \(endpoint) broke off: \(reason)"
        case .bodyTooLarge(let limit): "the answer is longer than \(limit) bytes"
        case .invalidRequest(let reason): "the request cannot be sent: \(reason)"
        case .cancelled: "the request was cancelled"
        }
    }
}
