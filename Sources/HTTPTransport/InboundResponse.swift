package import HTTPTypes

/// The head of an answer, with a body that is still arriving.
package struct InboundResponse: Sendable {
    /// The final status; informational answers are not shown.
    package let status: HTTPResponse.Status

    /// The header fields of the final answer.
    package let headerFields: HTTPFields

    /// The body, in the chunks in which it arrived.
    package let body: InboundBody

    /// An answer as a transport, or its twin in a test, makes it.
    package init(status: HTTPResponse.Status, headerFields: HTTPFields, body: InboundBody) {
        self.status = status
        self.headerFields = headerFields
        self.body = body
    }
}

/// A body read chunk by chunk by one reader; dropping it ends the exchange.
package struct InboundBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = HTTPTransportError

    private let nextChunk: @Sendable () async throws(HTTPTransportError) -> [UInt8]?

    /// A body that asks `nextChunk` for each chunk; `nil` ends it.
    package init(nextChunk: @escaping @Sendable () async throws(HTTPTransportError) -> [UInt8]?) {
        self.nextChunk = nextChunk
    }

    /// The next chunk, `nil` at the end.
    package func next() async throws(HTTPTransportError) -> [UInt8]? { try await nextChunk() }

    /// The whole body, if it is no longer than `limit` bytes; else ``HTTPTransportError/bodyTooLarge(limit:)``.
    package func collect(upTo limit: Int) async throws(HTTPTransportError) -> [UInt8] {
        var collected: [UInt8] = []
        while let chunk = try await nextChunk() {
            guard chunk.count <= limit - collected.count else { throw .bodyTooLarge(limit: limit) }
            collected.append(contentsOf: chunk)
        }
        return collected
    }

    /// Reads on from where the last reader stopped.
    package func makeAsyncIterator() -> Iterator { Iterator(nextChunk: nextChunk) }

    /// The reader.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let nextChunk: @Sendable () async throws(HTTPTransportError) -> [UInt8]?

        /// The next chunk, `nil` at the end.
        package func next(
            isolation actor: isolated (any Actor)?
        ) async throws(HTTPTransportError) -> [UInt8]? {
            try await nextChunk()
        }
    }
}
