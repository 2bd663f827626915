internal import NIOCore

/// Raw TCP connections that exchange bytes with their echo again and again until their time is over.
package struct TCPClient: LoadClient {
    private let endpoint: Endpoint
    private let connections: Int
    private let every: Duration
    private let lifetime: Duration?

    /// A client that is not running.
    ///
    /// - Parameters:
    ///   - port: The loopback port to connect to.
    ///   - connections: How many connections.
    ///   - every: How often each sends something.
    ///   - lifetime: How long each is kept at most; nil means until the run is over.
    package init(port: Int, connections: Int = 2, every: Duration = .milliseconds(100), lifetime: Duration? = nil) {
        self.endpoint = .loopback(port)
        self.connections = connections
        self.every = every
        self.lifetime = lifetime
    }

    package func run(until limit: RunLimit) async -> ClientReport {
        let conversation = EchoConversation<ByteBuffer, ByteBuffer>(every: every, lifetime: lifetime) {
            message, received, writer in
            try await writer.write(message)
            var echo = ByteBuffer()
            while echo.readableBytes < message.readableBytes {
                guard var chunk = try await received.next(isolation: #isolation) else {
                    throw RequestFailure.closedDuringResponse
                }
                echo.writeBuffer(&chunk)
            }
            return echo
        }
        let endpoint = endpoint
        return await conversation.run(count: connections, until: limit) {
            do {
                return try await endpoint.connect { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                    }
                }
            } catch {
                throw RequestFailure(connecting: error)
            }
        }
    }
}
