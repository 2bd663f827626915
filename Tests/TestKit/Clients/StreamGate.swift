internal import NIOCore
internal import NIOHTTP2

/// Stops a stream at the last moment when its connection has meanwhile been told to take no more.
///
/// A GOAWAY frame may arrive between the decision for a connection and the first frame of the stream. What would have
/// been sent is dropped here, so the server never hears of the stream, and the client opens it elsewhere.
final class StreamGate: ChannelOutboundHandler {
    typealias OutboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    /// What the reader of the stream gets instead of a response.
    struct Shut: Error {}

    private enum State {
        case undecided, open, shut
    }

    private let record: HTTP2ConnectionRecord
    private var state = State.undecided

    /// A gate of a stream on the connection that `record` is about.
    init(record: HTTP2ConnectionRecord) {
        self.record = record
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if state == .undecided {
            state = record.state.isUsable ? .open : .shut
            if state == .shut { context.fireErrorCaught(Shut()) }
        }
        if state == .open {
            context.write(data, promise: promise)
        } else {
            promise?.fail(Shut())
        }
    }
}
