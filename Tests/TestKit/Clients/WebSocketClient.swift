internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket

/// Websockets that exchange a message with their echo again and again, and close in order when their time is over.
package struct WebSocketClient: LoadClient {
    private typealias Socket = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    private let endpoint: Endpoint
    private let connections: Int
    private let every: Duration
    private let lifetime: Duration?

    /// A client that is not running.
    ///
    /// - Parameters:
    ///   - port: The loopback port to connect to.
    ///   - connections: How many websockets.
    ///   - every: How often each sends a message.
    ///   - lifetime: How long each is kept at most; nil means until the run is over.
    package init(port: Int, connections: Int = 2, every: Duration = .milliseconds(100), lifetime: Duration? = nil) {
        self.endpoint = .loopback(port)
        self.connections = connections
        self.every = every
        self.lifetime = lifetime
    }

    package func run(until limit: RunLimit) async -> ClientReport {
        let conversation = EchoConversation<WebSocketFrame, WebSocketFrame>(
            every: every, lifetime: lifetime,
            exchange: { message, received, writer in
                try await writer.write(masked(.text, message))
                guard let echo = try await received.next(isolation: #isolation), echo.opcode == .text else {
                    throw RequestFailure.closedDuringResponse
                }
                return echo.unmaskedData
            },
            sayFarewell: { received, writer in
                try await writer.write(masked(.connectionClose, ByteBuffer(integer: UInt16(1000))))
                _ = try await received.next(isolation: #isolation)
            })
        let endpoint = endpoint
        return await conversation.run(count: connections, until: limit) {
            let upgrade: EventLoopFuture<Socket>
            do {
                upgrade = try await endpoint.connect { channel in
                    channel.eventLoop.makeCompletedFuture { try upgraded(channel) }
                }
            } catch {
                throw RequestFailure(connecting: error)
            }
            return try await upgrade.get()
        }
    }
}

private func masked(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
    WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
}

/// Asks for the upgrade; the future fails with a `RequestFailure` when the server says no, or nothing within 10 s.
private func upgraded(
    _ channel: any Channel
) throws -> EventLoopFuture<NIOAsyncChannel<WebSocketFrame, WebSocketFrame>> {
    let timer = channel.eventLoop.scheduleTask(in: .seconds(10)) { channel.close(promise: nil) }
    let upgrader = NIOTypedWebSocketClientUpgrader { channel, _ in
        channel.eventLoop.makeCompletedFuture {
            timer.cancel()
            return try NIOAsyncChannel<WebSocketFrame, WebSocketFrame>(wrappingChannelSynchronously: channel)
        }
    }
    let request = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/ws", headers: ["host": "rig.test"])
    let configuration = NIOTypedHTTPClientUpgradeConfiguration(
        upgradeRequestHead: request, upgraders: [upgrader],
        notUpgradingCompletionHandler: { channel in
            timer.cancel()
            let failure: RequestFailure =
                channel.isActive ? .other("the server refused the upgrade to websocket") : .closedBeforeResponse
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(failure)
        })
    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
        configuration: .init(upgradeConfiguration: configuration))
}
