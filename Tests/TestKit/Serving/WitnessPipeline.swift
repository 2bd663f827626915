internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2
internal import NIOSSL
internal import NIOTLS

/// Installs what a `WitnessBackend` speaks on an accepted connection.
enum WitnessPipeline {
    /// Begins with TLS when there is a context, then with HTTP/2 or HTTP/1.1, as the first bytes say.
    static func install(on channel: any Channel, log: WitnessLog, tls: NIOSSLContext?) throws {
        guard let tls else {
            try channel.pipeline.syncOperations.addHandler(WitnessVersionDetector(log: log, security: .none))
            return
        }
        let names = SNIHandler { result in
            channel.eventLoop.makeCompletedFuture {
                let name: String? = if case .hostname(let name) = result { name } else { nil }
                try channel.pipeline.syncOperations.addHandlers([
                    NIOSSLServerHandler(context: tls),
                    WitnessVersionDetector(log: log, security: .encrypted(serverName: name)),
                ])
            }
        }
        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(names))
    }
}

/// How a connection to a `WitnessBackend` is secured.
enum WitnessSecurity: Sendable {
    case none
    case encrypted(serverName: String?)
}

/// Looks at the first bytes of a connection and installs what answers them: HTTP/2 or HTTP/1.1.
private final class WitnessVersionDetector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let log: WitnessLog
    private let security: WitnessSecurity
    private var received = ByteBuffer()

    init(log: WitnessLog, security: WitnessSecurity) {
        self.log = log
        self.security = security
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        guard received.readableBytes >= 4 else { return }
        do {
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
        try channel.pipeline.syncOperations.addHandler(WitnessResponder(log: log, security: security))
    }

    private func installHTTP2(on channel: any Channel) throws {
        let (log, security) = (log, security)
        _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandlers([
                    HTTP2FramePayloadToHTTP1ServerCodec(), WitnessResponder(log: log, security: security),
                ])
            }
        }
    }
}
