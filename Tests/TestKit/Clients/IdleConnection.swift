/// What one idle connection lived through.
package struct IdleConnection: Sendable {
    /// What was done on it before it fell silent.
    package enum Kind: Sendable, Hashable, CaseIterable {
        /// One HTTP/1.1 request.
        case http1
        /// One HTTP/2 stream.
        case http2
        /// Nothing at all.
        case silent
    }

    /// What was done on it before it fell silent.
    package var kind: Kind
    /// How the server ended it; `stillOpen` if it did not.
    package var ending: ConnectionEnding
    /// The last-stream-id of every GOAWAY frame in order.
    package var goAways: [Int]
    /// When the first GOAWAY frame came.
    package var firstGoAway: ContinuousClock.Instant?
    /// When the connection ended.
    package var closed: ContinuousClock.Instant?

    /// Whether the server ended it in order: a FIN, after GOAWAY if it is HTTP/2.
    package var isClosedCleanly: Bool {
        closed != nil && ending == (kind == .http2 ? .goAway : .fin)
    }
}
