internal import NIOCore

/// A backend that returns every byte it receives.
package struct TCPEchoBackend: Sendable {
    /// The loopback port it listens on.
    package let port: Int
}

/// Runs a raw echo while `body` runs.
package func withTCPEchoBackend<Result>(
    _ body: (TCPEchoBackend) async throws -> Result
) async throws -> Result {
    try await LoopbackServer().listen { channel in
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ByteEcho())
        }
    } _: { port in
        try await body(TCPEchoBackend(port: port))
    }
}

/// Writes back what it reads.
private final class ByteEcho: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(data, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
