import NIOCore
import NIOPosix
import Synchronization

/// Stands between a client and a server: a proxy for `CONNECT`, a link that breaks after a number of bytes, or one that
/// swallows everything.
final class Relay: Sendable {
    private struct State {
        var port = 0
        var requests: [String] = []
        var connections = 0
        var carried = 0
        var frozen = 0
    }

    private let state = Mutex(State())
    /// Where connections go; nil waits for a client's `CONNECT`.
    fileprivate let target: Int?
    /// How many of the server's bytes each connection carries before it breaks.
    fileprivate let limit: Int
    /// What is answered to `CONNECT`.
    fileprivate let welcome: String

    init(to target: Int?, limit: Int = .max, welcome: String = "HTTP/1.1 200 Connection established\r\n\r\n") {
        self.target = target
        self.limit = limit
        self.welcome = welcome
    }

    /// Where it listens, on loopback.
    fileprivate(set) var port: Int {
        get { state.withLock { $0.port } }
        set { state.withLock { $0.port = newValue } }
    }

    /// The heads of the clients' `CONNECT` requests.
    var requests: [String] { state.withLock { $0.requests } }

    /// How many of the server's bytes went through.
    var carried: Int { state.withLock { $0.carried } }

    /// How many connections there were.
    var connections: Int { state.withLock { $0.connections } }

    /// Lets the connections there are carry nothing any more, in either direction; later ones work.
    func freeze() { state.withLock { $0.frozen = $0.connections } }

    fileprivate func accept() -> Int {
        state.withLock { state in
            state.connections += 1
            return state.connections
        }
    }

    fileprivate func isFrozen(_ number: Int) -> Bool { state.withLock { number <= $0.frozen } }

    fileprivate func note(request: String) { state.withLock { $0.requests.append(request) } }

    fileprivate func note(carried count: Int) { state.withLock { $0.carried += count } }
}

/// Runs a relay while `body` runs.
func withRelay<Result: Sendable>(_ relay: Relay, _ body: (Relay) async throws -> Result) async throws -> Result {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(Front(relay))
            }
        }
        .bind(host: "127.0.0.1", port: 0).get()
    relay.port = channel.localAddress?.port ?? 0
    do {
        let result = try await body(relay)
        try await channel.close()
        return result
    } catch {
        try? await channel.close()
        throw error
    }
}

/// The client's side of a connection.
private final class Front: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let relay: Relay
    private let number: Int
    private var pending = ByteBuffer()
    private var isConnecting = false
    private var back: (any Channel)?

    init(_ relay: Relay) {
        self.relay = relay
        number = relay.accept()
    }

    func channelActive(context: ChannelHandlerContext) {
        if let target = relay.target { connect(to: target, context.channel) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if relay.isFrozen(number) { return }
        if let back { return back.writeAndFlush(bytes, promise: nil) }
        pending.writeBuffer(&bytes)
        let text = String(buffer: pending)
        guard !isConnecting, text.hasSuffix("\r\n\r\n") else { return }
        relay.note(request: text)
        pending.clear()
        let target = text.split(separator: " ").dropFirst().first?.split(separator: ":").last.flatMap { Int($0) }
        context.writeAndFlush(NIOAny(ByteBuffer(string: relay.welcome)), promise: nil)
        connect(to: target ?? 0, context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) { back?.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func connect(to port: Int, _ front: any Channel) {
        isConnecting = true
        let (relay, number) = (relay, number)
        ClientBootstrap(group: front.eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Back(relay, number: number, front: front))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .assumeIsolated()
            .whenComplete { result in
                guard case .success(let channel) = result else { return front.close(promise: nil) }
                self.back = channel
                channel.writeAndFlush(self.pending, promise: nil)
            }
    }
}

/// The server's side of a connection.
private final class Back: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let relay: Relay
    private let number: Int
    private let front: any Channel
    private var left: Int

    init(_ relay: Relay, number: Int, front: any Channel) {
        self.relay = relay
        self.number = number
        self.front = front
        left = relay.limit
    }

    func channelActive(context: ChannelHandlerContext) {
        if left == 0 { front.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if relay.isFrozen(number) || left == 0 { return }
        guard let part = bytes.readSlice(length: min(left, bytes.readableBytes)) else { return }
        left -= part.readableBytes
        relay.note(carried: part.readableBytes)
        let front = front
        let written = front.writeAndFlush(part)
        if left == 0 { written.whenComplete { _ in front.close(promise: nil) } }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !relay.isFrozen(number) { front.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
