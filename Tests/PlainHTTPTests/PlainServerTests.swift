import HTTPTypes
import HummingbirdCore
import Listening
import Logging
import NIOCore
import NIOPosix
import PlainHTTP
import ServiceLifecycle
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct `A plain server` {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func server(at host: String, port: Int = 0, connections: Int = 8) -> PlainServer {
        PlainServer(
            at: .port(ListeningAddress(host: host, port: port)),
            limits: PlainServerLimits(connections: connections, idleTimeout: .hours(1)),
            group: .singletonMultiThreadedEventLoopGroup, logger: logger)
    }

    /// A connection that was told `text`, if anything.
    private static func connect(_ host: String, _ port: Int, _ text: String = "") async throws
        -> NIOAsyncChannel<ByteBuffer, ByteBuffer>
    {
        let address = try SocketAddress(ipAddress: host, port: port)
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(to: address) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.channel.writeAndFlush(ByteBuffer(string: text)).get()
        return channel
    }

    /// Connects and goes.
    private static func reach(_ host: String, _ port: Int) async throws {
        let address = try SocketAddress(ipAddress: host, port: port)
        let group = MultiThreadedEventLoopGroup.singleton
        try await ClientBootstrap(group: group).connect(to: address).get().close()
    }

    /// All that is still said.
    private static func rest(of channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async throws -> String {
        try await channel.executeThenClose { inbound, _ in
            var all = ByteBuffer()
            for try await part in inbound { all.writeImmutableBuffer(part) }
            return String(buffer: all)
        }
    }

    /// Runs a server, which answers with what it is asked for, while `body` does, and then shuts it down; returns how
    /// many it answered at once.
    @discardableResult
    private func serve(
        _ server: PlainServer, until gate: AsyncStream<Void>? = nil,
        _ body: @Sendable (_ port: Int, _ lifecycle: ServiceGroup) async throws -> Void
    ) async throws -> Int {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let service = Running(server: server, gate: gate) { listening.yield($0) }
        let lifecycle = ServiceGroup(services: [service], logger: Self.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask(name: "server") {
                defer { listening.finish() }
                try await lifecycle.run()
            }
            for await port in ports {
                try await body(port, lifecycle)
                break
            }
            await lifecycle.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        return service.most.withLock { $0.most }
    }

    @Test(arguments: ["", "0.0.0.0", "::"])
    func `that listens everywhere answers in both families`(host: String) async throws {
        try await serve(Self.server(at: host)) { port, _ in
            for address in ["127.0.0.1", "::1"] {
                let channel = try await Self.connect(address, port, "GET /a HTTP/1.1\r\nConnection: close\r\n\r\n")
                let answer = try await Self.rest(of: channel)
                #expect(answer.hasPrefix("HTTP/1.1 200") && answer.hasSuffix("\r\n\r\n/a"), "\(address): \(answer)")
            }
        }
    }

    @Test(arguments: [("127.0.0.1", "::1"), ("::1", "127.0.0.1")])
    func `that listens at one address is not at the other`(host: String, other: String) async throws {
        try await serve(Self.server(at: host)) { port, _ in
            let channel = try await Self.connect(host, port, "GET /b HTTP/1.1\r\nConnection: close\r\n\r\n")
            #expect(try await Self.rest(of: channel).hasSuffix("/b"))
            await #expect(throws: (any Error).self) { try await Self.reach(other, port) }
        }
    }

    @Test func `says what is wrong with an address`() async throws {
        let reasons = [
            "192.0.2.1": "this machine has no such address; choose one it has",
            "no such host": "this is neither an IP address nor a known host name",
        ]
        for (host, reason) in reasons {
            await #expect(throws: PlainServerError.cannotListen(reason: reason)) {
                try await Self.server(at: host).run(onListening: { _ in }, responder: { _, _, _ in })
            }
        }
        try await serve(Self.server(at: "127.0.0.1")) { port, _ in
            for host in ["", "127.0.0.1"] {
                do {
                    try await Self.server(at: host, port: port).run(onListening: { _ in }, responder: { _, _, _ in })
                } catch PlainServerError.taken {
                    continue
                }
                Issue.record("\(host) could be listened at")
            }
        }
    }

    @Test func `holds no more connections than its limit, and takes others when they go`() async throws {
        let server = Self.server(at: "127.0.0.1", connections: 2)
        let most = try await serve(server) { port, _ in
            try await withThrowingTaskGroup(of: String.self) { clients in
                for _ in 0..<20 {
                    clients.addTask {
                        let text = "GET /slow HTTP/1.1\r\nConnection: close\r\n\r\n"
                        return try await Self.rest(of: try await Self.connect("127.0.0.1", port, text))
                    }
                }
                for try await answer in clients { #expect(answer.hasSuffix("/slow")) }
            }
        }
        #expect(most <= 2)
    }

    @Test func `that shuts down drops who is idle and answers who waits`() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        try await serve(Self.server(at: ""), until: gate) { port, lifecycle in
            let waiting = try await Self.connect("::1", port, "GET /late HTTP/1.1\r\n\r\n")
            let idle = try await Self.connect("127.0.0.1", port)
            // why: connections are taken in order, so when this one is answered the others are known.
            let last = try await Self.connect("127.0.0.1", port, "GET /now HTTP/1.1\r\nConnection: close\r\n\r\n")
            #expect(try await Self.rest(of: last).hasSuffix("/now"))
            await lifecycle.triggerGracefulShutdown()
            #expect(try await Self.rest(of: idle) == "")
            open.finish()
            #expect(try await Self.rest(of: waiting).hasSuffix("/late"))
            await #expect(throws: (any Error).self) { try await Self.reach("127.0.0.1", port) }
        }
    }
}

/// A server as a service; it answers `/late` when the gate opens, `/slow` after a moment, and all else at once.
private final class Running: Service {
    let server: PlainServer
    let gate: AsyncStream<Void>?
    let onListening: @Sendable (Int) -> Void
    let most = Mutex((now: 0, most: 0))

    init(server: PlainServer, gate: AsyncStream<Void>?, onListening: @escaping @Sendable (Int) -> Void) {
        self.server = server
        self.gate = gate
        self.onListening = onListening
    }

    func run() async throws {
        let onListening = onListening
        try await server.run(onListening: { onListening($0.localAddress?.port ?? 0) }) { request, writer, _ in
            self.most.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            defer { self.most.withLock { $0.now -= 1 } }
            let path = request.head.path ?? ""
            if path == "/slow" { try await Task.sleep(for: .milliseconds(20)) }
            if path == "/late", let gate = self.gate { for await _ in gate {} }
            try await Reply(body: path).write(writer)
        }
    }
}
