package import HTTPTransport

/// Why Envoy's admin interface gave no usable answer.
package enum AdminError: Error, Equatable, Sendable {
    /// There was no complete answer.
    case unanswered(HTTPTransportError)

    /// Envoy answered with a status that the call does not expect.
    case refused(call: String, status: Int)

    /// The answer is not what Envoy's documentation promises. An unreadable count is never zero.
    case unreadable(call: String, reason: String)

    /// Nobody listens at the admin address: Envoy has not begun, or is gone. A hung Envoy still listens.
    package var isEnvoyAbsent: Bool {
        if case .unanswered(.nobodyListens) = self { true } else { false }
    }

    /// The error in one word, for metrics.
    package var kind: String {
        switch self {
        case .unanswered(.nobodyListens): "absent"
        case .unanswered(.timedOut): "timeout"
        case .unanswered: "connection"
        case .refused: "refused"
        case .unreadable: "unreadable"
        }
    }
}

extension AdminError: CustomStringConvertible {
    /// One lower-case clause.
    package var description: String {
        switch self {
        case .unanswered(let error): "\(error)"
        case .refused(let call, let status): "envoy answered \(status) to \(call)"
        case .unreadable(let call, let reason): "envoy's answer to \(call) cannot be read: \(reason)"
        }
    }
}
