import Logging
import NIOCore
import NIOPosix
import ObjectStore
import PlainHTTP
import ServiceLifecycle
import Testing

@testable import ControlPlaneHTTP

@Suite struct `An inspection server` {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let pages = PageSet([
        Page("/hello", "greets") { _ in Reply(body: "hello\n") },
        Page("/large", "much") { _ in Reply(body: String(repeating: "x", count: 5_000_000)) },
    ])

    /// Runs a server while `body` does, which is given the port.
    private func serve<Answer: Sendable>(
        port: Int = 0, _ body: @Sendable (Int) async throws -> Answer
    ) async throws -> Answer {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = InspectionServer(
            at: InspectionAddress(host: "127.0.0.1", port: port, flag: "--http-port"), pages: Self.pages,
            logger: Self.logger, onListening: { listening.yield($0) })
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask(name: "server") {
                defer { listening.finish() }
                try await server.run()
            }
            defer { tasks.cancelAll() }
            for await port in ports { return try await body(port) }
            try await tasks.next()
            throw CancellationError()
        }
    }

    /// Sends a text, then `more` again and again, and reads until the server closes.
    private func exchange(_ text: String, more: String = "", port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            return try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask(name: "more") {
                    while !more.isEmpty {
                        try await outbound.write(ByteBuffer(string: more))
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                defer { tasks.cancelAll() }
                var answer = ByteBuffer()
                do {
                    for try await part in inbound { answer.writeImmutableBuffer(part) }
                } catch is IOError {
                    // A reset: the server closes with bytes unread.
                }
                return String(buffer: answer)
            }
        }
    }

    @Test func `answers GET, and HEAD without a body`() async throws {
        let answers = try await serve { port in
            [
                try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: port),
                try await exchange("HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: port),
                try await exchange("POST /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: port),
            ]
        }
        #expect(answers[0].hasPrefix("HTTP/1.1 200 OK\r\n") && answers[0].hasSuffix("\r\n\r\nhello\n"))
        #expect(answers[1].hasPrefix("HTTP/1.1 200 OK\r\n") && answers[1].hasSuffix("\r\n\r\n"))
        #expect(answers[1].lowercased().contains("content-length: 6\r\n"))
        #expect(answers[2].hasPrefix("HTTP/1.1 405 ") && answers[2].hasSuffix("use GET, HEAD\n"))
    }

    @Test func `sends what is large`() async throws {
        let answer = try await serve { port in
            try await exchange("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: port)
        }
        #expect(answer.utf8.count > 5_000_000 && answer.hasSuffix("xxx"))
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [("Transfer-Encoding: chunked", "1\r\nx\r\n"), ("Content-Length: 1000000000", "x")])
    func `takes no bodies, and closes the connection of one that does not end`(
        field: String, more: String
    ) async throws {
        let answer = try await serve { port in
            try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\n\(field)\r\n\r\n", more: more, port: port)
        }
        #expect(answer.hasPrefix("HTTP/1.1 413 ") && answer.hasSuffix("send no body\n"))
    }

    @Test func `takes no large heads`() async throws {
        let field = "X-Large: \(String(repeating: "x", count: 20_000))"
        let answer = try await serve { port in
            try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\n\(field)\r\n\r\n", port: port)
        }
        #expect(answer.hasPrefix("HTTP/1.1 4") && !answer.contains("hello"))
    }

    @Test func `says which port is taken and which flag gives another`() async throws {
        let text = try await serve { port in
            do {
                try await serve(port: port) { _ in }
                return ""
            } catch {
                return "\(error)".replacing(":\(port) ", with: ":PORT ")
            }
        }
        #expect(
            text == "127.0.0.1:PORT is taken, by another process or another address of this one; "
                + "give another port with --http-port")
    }

    @Test func `serves what has the same address together`() throws {
        let plane = RunningPlane(.init())
        func servers(http: Int, health: Int, debug: Int?) -> [Int] {
            InspectionServer.all(
                http: InspectionAddress(host: "0.0.0.0", port: http, flag: "--http-port"),
                health: InspectionAddress(host: "0.0.0.0", port: health, flag: "--health-port"),
                debug: debug.map { InspectionAddress(host: "127.0.0.1", port: $0, flag: "--debug-http-port") },
                controller: plane.controller, metrics: plane.metrics, streams: { [] }, logger: Self.logger
            ).map(\.address.port)
        }
        #expect(servers(http: 8000, health: 8000, debug: 6060) == [8000, 6060])
        #expect(servers(http: 8000, health: 8001, debug: nil) == [8000, 8001])
        #expect(servers(http: 0, health: 0, debug: nil) == [0, 0])
        #expect(servers(http: 6060, health: 8000, debug: 6060) == [6060, 8000, 6060])
    }
}
