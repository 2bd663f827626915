import NIOCore
import NIOEmbedded
import Testing

@testable import XDSServer

struct ConnectionWatchTests {
    /// A connection that was just made and may be silent for ten seconds.
    private static func connection(age: TimeAmount? = nil) throws -> (channel: EmbeddedChannel, events: EventLog) {
        let channel = EmbeddedChannel()
        let events = EventLog()
        try channel.pipeline.syncOperations.addHandlers(ConnectionWatch(silence: .seconds(10), age: age), events)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        return (channel, events)
    }

    @Test func `a peer that says nothing is left after the time for a ping and its answer`() throws {
        let (channel, _) = try Self.connection()
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(9_999))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(!channel.isActive)
    }

    @Test func `a peer that says anything in time stays`() throws {
        let (channel, events) = try Self.connection()
        for _ in 0..<20 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(9))
            try channel.writeInbound(ByteBuffer(integer: UInt8(0)))
        }
        #expect(channel.isActive && events.reads == 20)
        channel.embeddedEventLoop.advanceTime(by: .seconds(10))
        #expect(!channel.isActive)
    }

    @Test func `an old connection is told to end once`() throws {
        let (channel, events) = try Self.connection(age: .seconds(5))
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(4_999))
        #expect(events.quiesces == 0)
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(events.quiesces == 1 && channel.isActive)
    }

    /// Counts what arrives behind the watch.
    private final class EventLog: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private(set) var reads = 0
        private(set) var quiesces = 0

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { reads += 1 }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event is ChannelShouldQuiesceEvent { quiesces += 1 }
        }
    }
}
