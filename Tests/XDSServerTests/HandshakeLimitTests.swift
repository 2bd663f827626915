import NIOCore
import NIOEmbedded
import NIOTLS
import Testing

@testable import XDSServer

struct HandshakeLimitTests {
    private static func connection() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: HandshakeLimit(.seconds(10)))
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        return channel
    }

    @Test func `a peer that does not finish its handshake is left, whatever it sends`() throws {
        let channel = try Self.connection()
        for _ in 0..<9 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            try channel.writeInbound(ByteBuffer(integer: UInt8(0)))
        }
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func `a peer that finished stays`() throws {
        let channel = try Self.connection()
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        channel.pipeline.fireUserInboundEventTriggered(TLSUserEvent.handshakeCompleted(negotiatedProtocol: "h2"))
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
    }
}
