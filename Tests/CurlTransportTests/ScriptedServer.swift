import NIOCore
import NIOPosix
import Synchronization

/// A server that answers every connection with the same bytes as soon as it hears something.
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

/// Runs a server that says `answer` while `body` runs; `closes` ends each connection after it.
func withScriptedServer<Result: Sendable>(
    _ answer: String, closes: Bool = false, _ body: (ScriptedServer) async throws -> Result
) async throws -> Result {
    let heard = Transcript()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                    Script(answer: answer, closes: closes, heard: heard))
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
    private let closes: Bool
    private let heard: Transcript
    private var hasSpoken = false

    init(answer: String, closes: Bool, heard: Transcript) {
        self.answer = answer
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
    }
}
