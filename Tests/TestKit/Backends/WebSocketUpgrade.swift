internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket

/// Turns an HTTP/1.1 connection into a websocket when `/ws` is asked to, be it the first request or a later one.
///
/// A proxy in front may reuse a connection for the upgrade on which it has sent other requests before.
final class WebSocketUpgrade: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let encoder = HTTPResponseEncoder()
    private let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
    private let responder: EchoResponder
    private var request: HTTPRequestHead?

    private init(responder: EchoResponder) {
        self.responder = responder
    }

    /// Installs HTTP/1.1 with `responder` for everything but the upgrade.
    static func install(on channel: any Channel, responder: EchoResponder) throws {
        let upgrade = WebSocketUpgrade(responder: responder)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(upgrade.encoder)
        try pipeline.addHandler(upgrade.decoder)
        try pipeline.addHandler(upgrade)
        try pipeline.addHandler(responder)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head) where head.uri == "/ws" && head.headers.contains(name: "upgrade"):
            request = head
        case .end where request != nil:
            guard let head = request else { return }
            request = nil
            becomeWebSocket(context, asked: head)
        default:
            if request == nil { context.fireChannelRead(data) }
        }
    }

    private func becomeWebSocket(_ context: ChannelHandlerContext, asked head: HTTPRequestHead) {
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(WebSocketEcho())
                }
            })
        upgrader.buildUpgradeResponse(channel: context.channel, upgradeRequest: head, initialResponseHeaders: [:])
            .assumeIsolated()
            .whenComplete { result in
                guard case .success(var headers) = result else { return context.close(promise: nil) }
                headers.add(name: "connection", value: "upgrade")
                headers.add(name: "upgrade", value: "websocket")
                let response = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
                context.writeAndFlush(self.wrapOutboundOut(.head(response)), promise: nil)
                let pipeline = context.pipeline.syncOperations
                pipeline.removeHandler(self.encoder, promise: nil)
                upgrader.upgrade(context: context, upgradeRequest: head).assumeIsolated().whenComplete { _ in
                    pipeline.removeHandler(self.responder, promise: nil)
                    pipeline.removeHandler(self.decoder, promise: nil)
                    pipeline.removeHandler(self, promise: nil)
                }
            }
    }
}
