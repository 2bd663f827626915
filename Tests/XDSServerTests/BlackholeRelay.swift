import NIOCore
import NIOPosix
import Synchronization
import TestKit

/// Passes bytes between a client and a server until it is told to swallow them, with both connections left open.
final class BlackholeRelay: Sendable {
    /// The loopback port it listens on.
    let port: Int
    private let isSwallowing: SwallowSwitch

    fileprivate init(port: Int, isSwallowing: SwallowSwitch) {
        self.port = port
        self.isSwallowing = isSwallowing
    }

    /// From now on no byte arrives anywhere; only the end of a connection does.
    func swallow() {
        isSwallowing.value.store(true, ordering: .releasing)
    }
}

private final class SwallowSwitch: Sendable {
    let value = Atomic(false)
}

/// Relays to a port of loopback for as long as `body` runs.
func withRelay(to target: Int, _ body: (BlackholeRelay) async throws -> Void) async throws {
    let isSwallowing = SwallowSwitch()
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .childChannelOption(.autoRead, value: false)
        .childChannelInitializer { client in
            ClientBootstrap(group: client.eventLoop)
                .connect(host: "127.0.0.1", port: target)
                .flatMapThrowing { server in
                    try client.pipeline.syncOperations.addHandler(RelayEnd(to: server, isSwallowing))
                    try server.pipeline.syncOperations.addHandler(RelayEnd(to: client, isSwallowing))
                }
        }
        .bind(host: "127.0.0.1", port: 0).get()
    guard let port = listener.localAddress?.port else { throw RigError("the relay does not listen") }
    do {
        try await body(BlackholeRelay(port: port, isSwallowing: isSwallowing))
    } catch {
        try? await listener.close()
        throw error
    }
    try await listener.close()
}

/// One side of a relayed connection: what it reads, the other side writes.
private final class RelayEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel
    private let isSwallowing: SwallowSwitch

    init(to other: any Channel, _ isSwallowing: SwallowSwitch) {
        self.other = other
        self.isSwallowing = isSwallowing
    }

    func channelActive(context: ChannelHandlerContext) {
        context.channel.setOption(.autoRead, value: true).whenComplete { _ in }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isSwallowing.value.load(ordering: .acquiring) else { return }
        other.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        other.close(promise: nil)
    }
}
