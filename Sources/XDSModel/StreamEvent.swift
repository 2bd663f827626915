/// What a request told that somebody may want to know.
package enum StreamEvent: Sendable, Equatable {
    /// The first request for a type on this stream.
    case firstRequest(ResourceType)
    /// The peer accepted a response.
    case acknowledgement(ResourceType, nonce: String)
    /// The peer rejected a response; what was valid in it may be applied all the same.
    case rejection(Rejection)
    /// The request repeated a nonce that is not the newest. In state of the world it was ignored; in delta its changes of
    /// the subscription were made.
    case staleNonce(ResourceType, nonce: String)
    /// The request does not belong on this stream: another type or another variant of the protocol. It was ignored.
    case misplaced(ResourceType)
    /// A bound was exceeded: nothing more is sent, and the stream must end.
    case limitExceeded(ExceededLimit)

    /// A bound of `StreamLimits`.
    package enum ExceededLimit: Sendable, Hashable {
        /// Too many names.
        case names
        /// A name too long.
        case nameBytes
    }
}
