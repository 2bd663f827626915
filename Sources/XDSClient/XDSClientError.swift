/// Why a stream to a control plane ended.
package enum XDSClientError: Error, Sendable, Equatable {
    /// There is no connection.
    case unreachable(target: String, reason: String)
    /// The files for TLS cannot be used.
    case unusableSecurity(reason: String)
    /// The control plane ended the stream with a status that is not `OK`.
    case ended(status: String, message: String)
    /// The control plane sends faster than it can be answered.
    case flooded
}

extension XDSClientError: CustomStringConvertible {
    /// One line that says what is wrong and where.
    package var description: String {
        switch self {
        case .unreachable(let target, let reason): "cannot reach the control plane at \(target): \(reason)"
        case .unusableSecurity(let reason): "cannot use these TLS files: \(reason)"
        case .ended(let status, let message): "the control plane ended the stream: \(message) (\(status))"
        case .flooded: "the control plane sends responses faster than they can be answered"
        }
    }
}
