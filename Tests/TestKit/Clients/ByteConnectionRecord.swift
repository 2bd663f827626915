internal import NIOCore
internal import Synchronization

/// What a connection without a protocol of ours lived through.
final class ByteConnectionRecord: Sendable {
    /// The facts so far.
    struct State: Sendable {
        /// The first bytes received, at most 1 KiB.
        var received: [UInt8] = []
        /// When the connection ended.
        var closed: ContinuousClock.Instant?
        /// Whether a reset ended it.
        var isReset = false

        /// How the peer ended the connection.
        var ending: ConnectionEnding {
            if isReset { return .reset }
            return closed == nil ? .stillOpen : .fin
        }
    }

    private let facts = Mutex(State())

    /// The facts so far.
    var state: State { facts.withLock { $0 } }

    fileprivate func update(_ change: (inout State) -> Void) {
        facts.withLock { change(&$0) }
    }
}

/// Writes the record of a connection whose bytes nobody else reads.
final class ByteConnectionRecorder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let record: ByteConnectionRecord

    /// A recorder that writes to `record`.
    init(record: ByteConnectionRecord) {
        self.record = record
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data).readableBytesView
        record.update { $0.received += bytes.prefix(max(0, 1024 - $0.received.count)) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if RequestFailure(error, hasBegunResponse: false) == .connectionReset {
            record.update { $0.isReset = true }
        }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        record.update { $0.closed = $0.closed ?? .now }
    }
}
