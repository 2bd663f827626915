internal import NIOCore

/// Sits in front of everything of a connection and can make it half-open: while it is shut, nothing is read or written.
final class FreezeGate: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var isShut: Bool
    private var isReadHeld = false
    private var isFlushHeld = false
    private var heldReads: [NIOAny] = []
    private var heldWrites: [(NIOAny, EventLoopPromise<Void>?)] = []

    /// A gate that is shut or open.
    init(isShut: Bool) {
        self.isShut = isShut
    }

    /// Holds back everything from now on.
    func shut() { isShut = true }

    /// Lets through what was held back, and everything from now on.
    func open(context: ChannelHandlerContext) {
        guard isShut else { return }
        isShut = false
        for (data, promise) in heldWrites { context.write(data, promise: promise) }
        heldWrites = []
        if isFlushHeld { context.flush() }
        isFlushHeld = false
        for data in heldReads { context.fireChannelRead(data) }
        if !heldReads.isEmpty { context.fireChannelReadComplete() }
        heldReads = []
        if isReadHeld { context.read() }
        isReadHeld = false
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isShut { heldReads.append(data) } else { context.fireChannelRead(data) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !isShut { context.fireChannelReadComplete() }
    }

    func read(context: ChannelHandlerContext) {
        if isShut { isReadHeld = true } else { context.read() }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isShut { heldWrites.append((data, promise)) } else { context.write(data, promise: promise) }
    }

    func flush(context: ChannelHandlerContext) {
        if isShut { isFlushHeld = true } else { context.flush() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        for (_, promise) in heldWrites { promise?.fail(ChannelError.ioOnClosedChannel) }
        heldWrites = []
    }
}
