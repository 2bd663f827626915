package import HTTPTransport

/// The product's HTTP client: libcurl's multi interface on one thread, which starts with the first request
/// and sleeps while nothing is in flight.
///
/// Connections are kept and reused by endpoint, security and proxy; over HTTP/2 many exchanges share one. The thread ends
/// when the client is dropped.
/// https://curl.se/libcurl/c/libcurl-multi.html
package final class CurlClient: HTTPClient {
    private let loop = CurlLoop()

    /// A client without connections; costs nothing until used.
    package init() {}

    deinit { loop.stop() }

    /// See ``HTTPClient/send(_:)``.
    package func send(_ request: OutboundRequest) async throws(HTTPTransportError) -> InboundResponse {
        if let obstacle = request.obstacle { throw .invalidRequest(reason: obstacle) }
        let exchange = CurlExchange(request: request, loop: loop)
        let head = try await exchange.begin()
        let reader = ExchangeReader(exchange, of: self)
        return InboundResponse(
            status: head.status, headerFields: head.headerFields,
            body: InboundBody { () async throws(HTTPTransportError) in try await reader.next() })
    }
}

/// The reader's hold on an exchange: when the last copy of the body goes, the exchange ends.
private final class ExchangeReader: Sendable {
    private let exchange: CurlExchange
    // why: a client that nobody holds any more ends its exchanges, and this one is still being read.
    private let client: CurlClient

    init(_ exchange: CurlExchange, of client: CurlClient) {
        self.exchange = exchange
        self.client = client
    }

    deinit { exchange.cancel() }

    func next() async throws(HTTPTransportError) -> [UInt8]? { try await exchange.nextChunk() }
}
