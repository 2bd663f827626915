internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2
internal import NIOSSL
internal import Synchronization

/// One connection to a `ScriptedAPIServer`.
final class APIConnection: Sendable {
    /// Its number.
    let identity: Int
    private let channel: any Channel
    private let peer = Mutex<[UInt8]>([])

    /// The connection of an accepted channel.
    init(identity: Int, channel: any Channel) {
        self.identity = identity
        self.channel = channel
    }

    /// The client's certificate in DER; empty when it showed none.
    var certificate: [UInt8] { peer.withLock { $0 } }

    /// Ends the connection as a process that dies does: without a word of TLS or HTTP.
    func beginClosing() {
        let close: @Sendable () -> Void = { [channel] in
            guard let gate = try? channel.pipeline.syncOperations.context(handlerType: FreezeGate.self) else {
                return channel.close(promise: nil)
            }
            gate.close(promise: nil)
        }
        if channel.eventLoop.inEventLoop { close() } else { channel.eventLoop.execute(close) }
    }

    /// Ends the connection, and waits until it is closed.
    func close() async {
        beginClosing()
        try? await channel.closeFuture.get()
    }

    /// Makes the connection half-open, or ends that; at once if this is its event loop.
    func beginFreezing(_ isFrozen: Bool) {
        let change: @Sendable () -> Void = { [channel] in Self.setFrozen(isFrozen, channel) }
        if channel.eventLoop.inEventLoop { change() } else { channel.eventLoop.execute(change) }
    }

    /// Makes the connection half-open, or ends that; returns when it is so.
    func setFrozen(_ isFrozen: Bool) async {
        try? await channel.eventLoop.submit { [channel] in Self.setFrozen(isFrozen, channel) }.get()
    }

    private static func setFrozen(_ isFrozen: Bool, _ channel: any Channel) {
        guard let context = try? channel.pipeline.syncOperations.context(handlerType: FreezeGate.self),
            let gate = context.handler as? FreezeGate
        else { return }
        if isFrozen { gate.shut() } else { gate.open(context: context) }
    }

    /// Says that no further requests should come on this connection.
    func announceEnd() {
        let frame = HTTP2Frame(
            streamID: .rootStream,
            payload: .goAway(lastStreamID: .maxID, errorCode: .noError, opaqueData: nil))
        let announce: @Sendable () -> Void = { [channel] in
            guard (try? channel.pipeline.syncOperations.handler(type: NIOHTTP2Handler.self)) != nil else { return }
            channel.writeAndFlush(frame, promise: nil)
        }
        // An answer that is about to be written comes behind it.
        if channel.eventLoop.inEventLoop { announce() } else { channel.eventLoop.execute(announce) }
    }

    /// Installs TLS and HTTP.
    func install(on channel: any Channel, tls: NIOSSLContext, isFrozen: Bool, server: ScriptedAPIServer) throws {
        try channel.pipeline.syncOperations.addHandlers([
            FreezeGate(isShut: isFrozen), NIOSSLServerHandler(context: tls),
            VersionDetector(connection: self, server: server),
        ])
    }

    /// Looks at the first bytes behind TLS and installs what answers them: HTTP/2 or HTTP/1.1.
    private final class VersionDetector: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = ByteBuffer
        typealias InboundOut = ByteBuffer

        private let connection: APIConnection
        private let server: ScriptedAPIServer
        private var received = ByteBuffer()

        init(connection: APIConnection, server: ScriptedAPIServer) {
            self.connection = connection
            self.server = server
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var bytes = unwrapInboundIn(data)
            received.writeBuffer(&bytes)
            guard received.readableBytes >= 4 else { return }
            do {
                let certificate = try? context.channel.pipeline.syncOperations.nioSSL_peerCertificate()
                connection.peer.withLock { $0 = (try? certificate?.toDERBytes()) ?? [] }
                let isHTTP2 = received.getString(at: received.readerIndex, length: 4) == "PRI "
                try isHTTP2 ? installHTTP2(on: context.channel) : installHTTP1(on: context.channel)
                context.fireChannelRead(wrapInboundOut(received))
                context.fireChannelReadComplete()
                context.pipeline.syncOperations.removeHandler(self, promise: nil)
            } catch {
                context.close(promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        private func installHTTP1(on channel: any Channel) throws {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
            try channel.pipeline.syncOperations.addHandler(APIResponder(connection: connection, server: server))
        }

        private func installHTTP2(on channel: any Channel) throws {
            let (connection, server) = (connection, server)
            _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
                mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
            ) { stream in
                stream.eventLoop.makeCompletedFuture {
                    try stream.pipeline.syncOperations.addHandlers([
                        HTTP2FramePayloadToHTTP1ServerCodec(), APIResponder(connection: connection, server: server),
                    ])
                }
            }
        }
    }
}
