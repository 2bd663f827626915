import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import TestKit

/// One incremental stream for all types, as an Envoy opens it, that acknowledges every response and keeps nothing.
///
/// See [incremental xDS](https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#incremental-xds).
final class SyntheticEnvoy: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private static let path = "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources"
    private let subscriptions: [ByteBuffer]
    private var received = ByteBuffer()

    private init(subscriptions: [ByteBuffer]) {
        self.subscriptions = subscriptions
    }

    func channelActive(context: ChannelHandlerContext) {
        let headers: HPACKHeaders = [
            ":method": "POST", ":scheme": "http", ":path": Self.path, ":authority": "contour",
            "content-type": "application/grpc", "te": "trailers",
        ]
        context.write(wrapOutboundOut(.headers(.init(headers: headers))), promise: nil)
        for subscription in subscriptions { send(subscription, context: context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .data(let frame) = unwrapInboundIn(data), case .byteBuffer(var bytes) = frame.data else { return }
        received.writeBuffer(&bytes)
        while let header = received.getBytes(at: received.readerIndex, length: 5) {
            let size = header.dropFirst().reduce(0) { $0 << 8 | Int($1) }
            guard received.readableBytes >= 5 + size else { break }
            received.moveReaderIndex(forwardBy: 5)
            guard var message = received.readSlice(length: size) else { break }
            if let acknowledgement = DeltaMessage.acknowledgement(of: &message) {
                send(acknowledgement, context: context)
            }
        }
        if received.readableBytes == 0 { received.clear() }
    }

    private func send(_ message: ByteBuffer, context: ChannelHandlerContext) {
        var framed = ByteBuffer(bytes: [0])
        framed.writeInteger(UInt32(message.readableBytes))
        framed.writeImmutableBuffer(message)
        context.writeAndFlush(wrapOutboundOut(.data(.init(data: .byteBuffer(framed)))), promise: nil)
    }

    private static func connect(to port: Int, _ subscriptions: [ByteBuffer]) async throws -> any Channel {
        let multiplexer = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let multiplexer = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
                        mode: .client, connectionConfiguration: .init(), streamConfiguration: .init()
                    ) { $0.close() }
                    return (channel, multiplexer)
                }
            }
        _ = try await multiplexer.1.createStreamChannel { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandler(SyntheticEnvoy(subscriptions: subscriptions))
            }
        }.get()
        return multiplexer.0
    }

    /// Keeps `count` streams open while `body` runs, each on a connection of its own.
    static func with<Result>(
        _ count: Int, at port: Int, subscribedTo subscriptions: [ByteBuffer], _ body: () async throws -> Result
    ) async throws -> Result {
        var channels: [any Channel] = []
        do {
            for _ in 0..<count { channels.append(try await connect(to: port, subscriptions)) }
            let result = try await body()
            let alive = channels.count { $0.isActive }
            for channel in channels { try? await channel.close() }
            guard alive == count else { throw RigError("only \(alive) of \(count) connections were kept") }
            return result
        } catch {
            for channel in channels { try? await channel.close() }
            throw error
        }
    }
}
