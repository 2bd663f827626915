import NIOCore

/// Closes a connection whose peer fell silent, and asks a peer to connect anew when its connection is old.
///
/// The gRPC transport sends the pings. When one stays without an answer it begins a graceful shutdown, which waits for the
/// peer once more: a peer that is gone would stay connected. So silence is judged here, by the bytes that arrive.
final class ConnectionWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let silence: TimeAmount
    private let age: TimeAmount?
    private var lastRead = NIODeadline.now()
    private var silenceCheck: Scheduled<Void>?
    private var ageCheck: Scheduled<Void>?

    /// A connection that may be silent, and last, for so long.
    init(silence: TimeAmount, age: TimeAmount?) {
        self.silence = silence
        self.age = age
    }

    func channelActive(context: ChannelHandlerContext) {
        lastRead = context.eventLoop.now
        checkSilence(context, at: lastRead + silence)
        if let age {
            ageCheck = context.eventLoop.assumeIsolated().scheduleTask(in: age) {
                context.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
            }
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastRead = context.eventLoop.now
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        silenceCheck?.cancel()
        ageCheck?.cancel()
        context.fireChannelInactive()
    }

    private func checkSilence(_ context: ChannelHandlerContext, at deadline: NIODeadline) {
        silenceCheck = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            let next = self.lastRead + self.silence
            if next <= context.eventLoop.now {
                context.close(promise: nil)
            } else {
                self.checkSilence(context, at: next)
            }
        }
    }
}
