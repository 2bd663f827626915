internal import Glibc
internal import NIOCore
internal import NIOPosix

/// One side of a forwarded connection: what it reads, its partner writes; how it ends, its partner ends.
final class Forwarder: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var context: ChannelHandlerContext?
    private var partner: Forwarder?
    private var hasPendingRead = false
    private let onActive: ((Forwarder) -> Void)?

    /// A side that says when its connection is there.
    init(onActive: ((Forwarder) -> Void)? = nil) {
        self.onActive = onActive
    }

    /// Begins to forward between the two sides, which live on the same event loop.
    static func join(_ one: Forwarder, _ other: Forwarder) {
        one.partner = other
        other.partner = one
        for side in [one, other] {
            guard let channel = side.context?.channel, channel.isActive else {
                side.partner?.reset()
                continue
            }
            try? channel.syncOptions?.setOption(.autoRead, value: true)
        }
    }

    /// Ends this side with a reset instead of a FIN.
    func reset() {
        guard let context else { return }
        if let socket = context.channel as? any SocketOptionProvider {
            socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in }
        }
        context.close(promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        partner = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        onActive?(self)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        partner?.context?.write(data, promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        partner?.context?.flush()
    }

    func read(context: ChannelHandlerContext) {
        if partner?.context?.channel.isWritable ?? true {
            context.read()
        } else {
            hasPendingRead = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable, let partner, partner.hasPendingRead else { return }
        partner.hasPendingRead = false
        partner.context?.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            partner?.context?.close(mode: .output, promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if RequestFailure(error, hasBegunResponse: false) == .connectionReset { partner?.reset() }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        partner?.context?.close(promise: nil)
        context.fireChannelInactive()
    }
}
