internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2

/// A backend that speaks HTTP/1.1, HTTP/2 with prior knowledge and websocket on one port.
///
/// * `/` answers 200 with the backend's name.
/// * `/slow?ms=N` answers the same after N milliseconds.
/// * `/stream?ms=N&every=M` sends a chunk every M milliseconds for N milliseconds.
/// * `/ws` becomes a websocket that returns every text and binary message.
package struct EchoBackend: Sendable {
    /// What it says in every body.
    package let name: String
    /// The loopback port it listens on.
    package let port: Int
}

/// Runs an `EchoBackend` while `body` runs.
package func withEchoBackend<Result>(
    named name: String = "backend", _ body: (EchoBackend) async throws -> Result
) async throws -> Result {
    try await LoopbackServer().listen { channel in
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(HTTPVersionDetector(backend: name))
        }
    } _: { port in
        try await body(EchoBackend(name: name, port: port))
    }
}

/// Looks at the first bytes of a connection and installs what answers them: HTTP/2 or HTTP/1.1.
private final class HTTPVersionDetector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let backend: String
    private var received = ByteBuffer()

    init(backend: String) {
        self.backend = backend
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        guard received.readableBytes >= 4 else { return }
        do {
            if received.getString(at: received.readerIndex, length: 4) == "PRI " {
                try installHTTP2(on: context.channel)
            } else {
                try WebSocketUpgrade.install(on: context.channel, responder: EchoResponder(backend: backend))
            }
            context.fireChannelRead(wrapInboundOut(received))
            context.fireChannelReadComplete()
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }

    private func installHTTP2(on channel: any Channel) throws {
        let backend = backend
        _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandlers([
                    HTTP2FramePayloadToHTTP1ServerCodec(), EchoResponder(backend: backend),
                ])
            }
        }
    }
}
