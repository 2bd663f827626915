import CurlTransport
import HTTPTransport
import HTTPTypes
import NIOCore
import NIOPosix
import TestKit
import Testing

/// Real sockets on loopback, and a server that says exactly what a test tells it to.
@Suite(.timeLimit(.minutes(1))) struct `Curl client` {
    private func request(
        _ method: HTTPRequest.Method = .get, port: Int, timeout: Duration? = .seconds(5)
    ) -> OutboundRequest {
        OutboundRequest(
            method, "/path?q", at: .network(host: "127.0.0.1", port: port), headerFields: [.contentType: "text/x"],
            body: method == .post ? Array("body".utf8) : [], connectTimeout: .seconds(1), timeout: timeout)
    }

    @Test func `status, fields and body arrive, and informational heads do not`() async throws {
        let answer =
            "HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\nHTTP/1.1 418 I'm a teapot\r\nx-a:  b \r\ncontent-length: 3\r\n\r\nabc"
        try await withScriptedServer(answer) { server in
            let response = try await CurlClient().send(request(port: server.port))
            #expect(response.status.code == 418)
            #expect(response.headerFields[try #require(HTTPField.Name("x-a"))] == "b")
            #expect(try await response.body.collect(upTo: 3) == Array("abc".utf8))
        }
    }

    @Test func `method, path, fields and body are sent, and nothing waits for 100-continue`() async throws {
        try await withScriptedServer("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n") { server in
            let client = CurlClient()
            let response = try await client.send(request(.post, port: server.port))
            #expect(response.status == .ok)
            let sent = server.received.lowercased()
            #expect(sent.hasPrefix("post /path?q http/1.1\r\n"))
            #expect(sent.contains("content-type: text/x\r\n"))
            #expect(sent.contains("content-length: 4\r\n"))
            #expect(!sent.contains("expect:"))
            #expect(sent.hasSuffix("\r\n\r\nbody"))
        }
    }

    @Test func `a body that breaks off is an error, not a short body`() async throws {
        try await withScriptedServer("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc", closes: true) { server in
            let response = try await CurlClient().send(request(port: server.port))
            await #expect(throws: HTTPTransportError.self) { try await response.body.collect(upTo: 100) }
        }
    }

    @Test func `a chunked body without its last chunk is an error`() async throws {
        let answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n"
        try await withScriptedServer(answer, closes: true) { server in
            let response = try await CurlClient().send(request(port: server.port))
            await #expect(throws: HTTPTransportError.self) { try await response.body.collect(upTo: 100) }
        }
    }

    @Test func `a body beyond the limit is refused`() async throws {
        try await withScriptedServer("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nabcd") { server in
            let response = try await CurlClient().send(request(port: server.port))
            await #expect(throws: HTTPTransportError.bodyTooLarge(limit: 3)) {
                try await response.body.collect(upTo: 3)
            }
        }
    }

    @Test func `silence ends at the timeout`() async throws {
        try await withScriptedServer("") { server in
            let endpoint = Endpoint.network(host: "127.0.0.1", port: server.port)
            await #expect(throws: HTTPTransportError.timedOut(endpoint)) {
                try await CurlClient().send(request(port: server.port, timeout: .milliseconds(200)))
            }
        }
    }

    @Test func `nobody listening is told from every other failure, over TCP and unix sockets`() async throws {
        let port = try await FreePorts.one()
        let error = await #expect(throws: HTTPTransportError.self) { try await CurlClient().send(request(port: port)) }
        guard case .nobodyListens = error else { return #expect(Bool(false), "\(String(describing: error))") }
        let absent = OutboundRequest(
            .get, "/", at: .unixSocket(path: "/nowhere/at/all.sock"), connectTimeout: .seconds(1), timeout: .seconds(1))
        let other = await #expect(throws: HTTPTransportError.self) { try await CurlClient().send(absent) }
        guard case .nobodyListens = other else { return #expect(Bool(false), "\(String(describing: other))") }
    }

    @Test(arguments: ["nonsense\r\n\r\n", "HTTP/1.1 99999 x\r\n\r\n", "\u{0}\u{1}", "HTTP/1.1 200 OK\r\nno end"])
    func `what is not HTTP is an error`(answer: String) async throws {
        try await withScriptedServer(answer, closes: true) { server in
            let request = request(port: server.port)
            await #expect(throws: HTTPTransportError.self) {
                let response = try await CurlClient().send(request)
                _ = try await response.body.collect(upTo: 100)
            }
        }
    }

    @Test func `cancelling the task ends the exchange`() async throws {
        try await withScriptedServer("") { server in
            let begin = ContinuousClock.now
            let result = await withTaskGroup(of: HTTPTransportError?.self) { group in
                group.addTask {
                    do throws(HTTPTransportError) {
                        _ = try await CurlClient().send(request(port: server.port, timeout: nil))
                        return nil
                    } catch {
                        return error
                    }
                }
                try? await Task.sleep(for: .milliseconds(100))
                group.cancelAll()
                return await group.next() ?? nil
            }
            #expect(result == .cancelled)
            #expect(ContinuousClock.now - begin < .seconds(20))
        }
    }

    @Test func `a reader that stops holds the server back, and gets everything once it reads`() async throws {
        let size = 8 << 20
        let body = String(repeating: "x", count: size)
        try await withScriptedServer("HTTP/1.1 200 OK\r\ncontent-length: \(size)\r\n\r\n\(body)") { server in
            let response = try await CurlClient().send(request(port: server.port, timeout: .seconds(30)))
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await response.body.collect(upTo: size).count == size)
        }
    }

    @Test func `fifty exchanges at once each get their own answer`() async throws {
        try await withEchoBackend(named: "echo") { backend in
            let client = CurlClient()
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        let request = OutboundRequest(
                            .get, "/slow?ms=50", at: .network(host: "127.0.0.1", port: backend.port),
                            connectTimeout: .seconds(5), timeout: .seconds(10))
                        let response = try await client.send(request)
                        _ = try await response.body.collect(upTo: 4096)
                        return response.status.code
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers == Array(repeating: 200, count: 50))
        }
    }

    @Test func `drops that come faster than they are looked at are taken together, and none is lost`() async throws {
        let (drops, flood) = (500, String(repeating: "y", count: 40_000))
        let count = flood.utf8.count + drops
        let answer = "HTTP/1.1 200 OK\r\ncontent-length: \(count)\r\n\r\n\(flood)"
        try await withScriptedServer(answer, drops: drops) { server in
            let begin = ContinuousClock.now
            let body = try await CurlClient().send(request(port: server.port, timeout: .seconds(60))).body
            var (received, chunks) = (0, 0)
            while let chunk = try await body.next() {
                received += chunk.count
                chunks += 1
            }
            #expect(received == count)
            // why: 25 looks are free and the others 40 ms apart; a drop that arrives during a look is a chunk of its own.
            let looks = 26 + Int((ContinuousClock.now - begin) / .milliseconds(40))
            #expect(chunks <= 2 * looks, "\(looks) looks")
        }
    }
}
