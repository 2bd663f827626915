package import XDSModel

/// Is told what becomes of streams, for logs and metrics. It is called in the stream's own task and must not wait.
package struct StreamObserver: Sendable {
    /// Something happened on a stream.
    package let notice: @Sendable (StreamIdentity, StreamNotice) -> Void

    /// An observer that calls a closure.
    package init(_ notice: @escaping @Sendable (StreamIdentity, StreamNotice) -> Void) {
        self.notice = notice
    }

    /// Nobody looks.
    package static let none = StreamObserver { _, _ in }
}

/// What can happen on a stream.
package enum StreamNotice: Sendable {
    /// It was opened; who the peer is, is not known yet.
    case opened
    /// The peer said who it is.
    case identified
    /// It ended.
    case closed(StreamEnd)
    /// A request was read; its size in bytes.
    case received(ResourceType, bytes: Int)
    /// A response was handed to the connection; its size in bytes, and how many resources it brings and removes.
    case sent(ResourceType, bytes: Int, resources: Int, removed: Int)
    /// The peer asked for a type that is not served; told once for a stream.
    case ignoredType(String)
    /// The model has something to tell, such as a rejected response.
    case model(StreamEvent)
}

/// Why a stream ended.
package enum StreamEnd: Sendable, Hashable {
    /// The peer had no more requests.
    case finished
    /// The connection is gone or has to go: the peer left or fell silent, the connection is too old, or the server stops.
    case disconnected
    /// The control plane has nothing more to publish.
    case sourceEnded
    /// The peer broke the protocol.
    case invalid(String)
    /// A request was too large to be read.
    case oversized(String)
    /// The peer asked for more than is allowed.
    case limitExceeded(StreamEvent.ExceededLimit)
}
