internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// Waits for the end of a client's TLS handshake at the tail of its pipeline's TLS part.
final class TLSHandshake: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let outcome: EventLoopPromise<String?>
    private var isOver = false

    private init(outcome: EventLoopPromise<String?>) {
        self.outcome = outcome
    }

    /// Adds TLS to `channel`; the future is the protocol chosen by ALPN, or fails with a `TLSFailure`.
    static func begin(
        _ tls: ClientTLS, speaking version: HTTPVersionName, on channel: any Channel,
        showing certificates: CertificateRecord
    ) throws -> EventLoopFuture<String?> {
        let handler = try NIOSSLClientHandler(
            context: try tls.context(speaking: version), serverHostname: tls.serverName
        ) { chain, promise in
            certificates.record(chain)
            promise.succeed(.certificateVerified)
        }
        let outcome = channel.eventLoop.makePromise(of: String?.self)
        try channel.pipeline.syncOperations.addHandlers([handler, TLSHandshake(outcome: outcome)])
        return outcome.futureResult
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let negotiated) = event as? TLSUserEvent {
            isOver = true
            outcome.succeed(negotiated)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail("\(error)")
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail("closed during the handshake")
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail("closed during the handshake")
    }

    private func fail(_ reason: String) {
        if isOver { return }
        isOver = true
        outcome.fail(TLSFailure(reason))
    }
}
