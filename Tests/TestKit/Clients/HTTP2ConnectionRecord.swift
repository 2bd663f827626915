internal import NIOCore
internal import NIOHTTP2
internal import Synchronization

/// What an HTTP/2 connection as a whole lived through: its GOAWAY frames, its streams, its end.
final class HTTP2ConnectionRecord: Sendable {
    /// The facts so far.
    struct State: Sendable {
        /// The last-stream-id of every GOAWAY frame in order.
        var goAways: [Int] = []
        /// When the first GOAWAY frame came.
        var firstGoAway: ContinuousClock.Instant?
        /// When the connection ended.
        var closed: ContinuousClock.Instant?
        /// Whether a reset ended it.
        var isReset = false
        /// Whether streams were open when it ended.
        var wasBusyAtEnd = false
        /// The streams open now.
        var activeStreams = 0

        /// Whether a new stream may be opened.
        var isUsable: Bool { goAways.isEmpty && closed == nil }

        /// How the peer ended the connection; `stillOpen` as long as it has not.
        var ending: ConnectionEnding {
            if isReset { return .reset }
            if closed == nil { return goAways.isEmpty ? .stillOpen : .goAway }
            if wasBusyAtEnd { return .cut }
            return goAways.isEmpty ? .fin : .goAway
        }
    }

    private let facts = Mutex(State())

    /// The facts so far.
    var state: State { facts.withLock { $0 } }

    /// Counts a stream unless the connection takes no more; says whether it does.
    func beginStream() -> Bool {
        facts.withLock { state in
            guard state.isUsable else { return false }
            state.activeStreams += 1
            return true
        }
    }

    /// Counts a stream out.
    func endStream() {
        facts.withLock { $0.activeStreams -= 1 }
    }

    fileprivate func addGoAway(lastStream: Int) {
        facts.withLock { state in
            state.goAways.append(lastStream)
            state.firstGoAway = state.firstGoAway ?? .now
        }
    }

    fileprivate func addReset() {
        facts.withLock { $0.isReset = true }
    }

    fileprivate func addEnd() {
        facts.withLock { state in
            state.closed = state.closed ?? .now
            state.wasBusyAtEnd = state.activeStreams > 0
        }
    }
}

/// Writes the record: the handler behind HTTP/2's own, where frames of stream 0 arrive.
final class HTTP2ConnectionRecorder: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    private let record: HTTP2ConnectionRecord

    /// A recorder that writes to `record`.
    init(record: HTTP2ConnectionRecord) {
        self.record = record
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        if case .goAway(let lastStream, _, _) = frame.payload {
            record.addGoAway(lastStream: Int(lastStream))
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is NIOHTTP2Errors.StreamError { return }
        if RequestFailure(error, hasBegunResponse: false) == .connectionReset { record.addReset() }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        record.addEnd()
        context.fireChannelInactive()
    }
}
