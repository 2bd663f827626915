internal import NIOCore

/// TCP connections, with TLS or without, that exchange bytes with their echo again and again until their time is over.
package struct TCPClient: LoadClient {
    private let endpoint: Endpoint
    private let tls: ClientTLS?
    private let connections: Int
    private let every: Duration
    private let lifetime: Duration?

    /// A client that is not running.
    ///
    /// - Parameters:
    ///   - port: The loopback port to connect to.
    ///   - tls: How TLS is begun; nil means without.
    ///   - connections: How many connections.
    ///   - every: How often each sends something.
    ///   - lifetime: How long each is kept at most; nil means until the run is over.
    package init(
        port: Int, tls: ClientTLS? = nil, connections: Int = 2, every: Duration = .milliseconds(100),
        lifetime: Duration? = nil
    ) {
        self.endpoint = .loopback(port)
        self.tls = tls
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
        let (endpoint, tls) = (endpoint, tls)
        return await conversation.run(count: connections, until: limit) {
            let opened: (socket: NIOAsyncChannel<ByteBuffer, ByteBuffer>, handshake: EventLoopFuture<String?>?)
            do {
                opened = try await endpoint.connect { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handshake = try tls.map {
                            try TLSHandshake.begin($0, speaking: .http1, on: channel, showing: CertificateRecord())
                        }
                        return (try NIOAsyncChannel(wrappingChannelSynchronously: channel), handshake)
                    }
                }
            } catch {
                throw RequestFailure(connecting: error)
            }
            do {
                _ = try await opened.handshake?.get()
            } catch {
                try? await opened.socket.channel.close()
                throw error
            }
            return opened.socket
        }
    }
}
