import NIOCore
import NIOPosix
import Synchronization

/// A server that answers every connection with the same bytes as soon as it hears something, and may say more in drops.
final class ScriptedServer: Sendable {
    /// Where it listens, on loopback.
    let port: Int
    private let heard: Transcript

    fileprivate init(port: Int, heard: Transcript) {
        self.port = port
        self.heard = heard
    }

    /// Everything that clients sent.
    var received: String { heard.text.withLock { $0 } }
}

/// What clients sent.
private final class Transcript: Sendable {
    let text = Mutex("")
}

/// Runs a server that says `answer` while `body` runs, and then `drops` bytes, one each 4 ms; `closes` ends each connection
/// after the answer.
func withScriptedServer<Result: Sendable>(
    _ answer: String, drops: Int = 0, closes: Bool = false, _ body: (ScriptedServer) async throws -> Result
) async throws -> Result {
    let heard = Transcript()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                    Script(answer: answer, drops: drops, closes: closes, heard: heard))
            }
        }
        .bind(host: "127.0.0.1", port: 0).get()
    do {
        let result = try await body(ScriptedServer(port: channel.localAddress?.port ?? 0, heard: heard))
        try await channel.close()
        return result
    } catch {
        try? await channel.close()
        throw error
    }
}

/// Says its lines once, when the client has begun to speak.
private final class Script: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String
    private var drops: Int
    private let closes: Bool
    private let heard: Transcript
    private var hasSpoken = false

    init(answer: String, drops: Int, closes: Bool, heard: Transcript) {
        self.answer = answer
        self.drops = drops
        self.closes = closes
        self.heard = heard
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard.text.withLock { $0 += String(buffer: unwrapInboundIn(data)) }
        guard !hasSpoken else { return }
        hasSpoken = true
        let written = context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)))
        if closes {
            let channel = context.channel
            written.whenComplete { _ in channel.close(promise: nil) }
        }
        drip(context.channel)
    }

    private func drip(_ channel: any Channel) {
        guard drops > 0 else { return }
        drops -= 1
        let script = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.eventLoop.scheduleTask(in: .milliseconds(4)) {
            channel.writeAndFlush(ByteBuffer(string: "x"), promise: nil)
            script.value.drip(channel)
        }
    }
}
