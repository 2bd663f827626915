/// Sends requests. The product has one implementation, on libcurl; tests may have their own.
package protocol HTTPClient: Sendable {
    /// Sends `request` and returns as soon as the head of the answer is there.
    ///
    /// Cancelling the calling task ends the exchange with ``HTTPTransportError/cancelled``.
    func send(_ request: OutboundRequest) async throws(HTTPTransportError) -> InboundResponse
}
