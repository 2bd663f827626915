/// How a client's connection ended.
package enum ConnectionEnding: Sendable, Hashable, CaseIterable {
    /// The client closed it because a response said `Connection: close`.
    case closedAfterConnectionClose
    /// The peer closed it in order (FIN) while nothing was in flight.
    case fin
    /// The peer sent GOAWAY, and the connection ended with nothing in flight.
    case goAway
    /// The peer closed it in order (FIN) while something was in flight.
    case cut
    /// The peer reset it (RST).
    case reset
    /// It was never made.
    case refused
    /// The client gave it up after an answer it did not accept, or none.
    case abandoned
    /// It was open when the run ended; the client closed it then.
    case stillOpen
}
