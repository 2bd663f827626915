import CurlTransport
import HTTPTransport
import HTTPTypes
import TestKit
import Testing

/// Many exchanges over one HTTP/2 connection, and what becomes of them when it, or one of them, ends.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `Shared connections` {
    private let security: ConnectionSecurity
    private let serving: ServerSecurity

    init() throws {
        let authority = try TestAuthority()
        security = ConnectionSecurity(authorities: Array(authority.certificate.utf8))
        serving = ServerSecurity(certificate: try authority.issue(for: "localhost"))
    }

    private func request(_ path: String, at port: Int, timeout: Duration? = .seconds(240)) -> OutboundRequest {
        OutboundRequest(
            .get, path, at: .network(host: "localhost", port: port), security: security,
            connectTimeout: .seconds(60), timeout: timeout)
    }

    /// Opens answers that stay open, all at once, and reads their beginnings.
    private func hold(_ count: Int, by client: CurlClient, at port: Int) async throws -> [InboundBody] {
        try await withThrowingTaskGroup(of: InboundBody.self) { group in
            for _ in 0..<count {
                group.addTask {
                    let body = try await client.send(request("/hold", at: port, timeout: nil)).body
                    #expect(try await body.next() == Array("open".utf8))
                    return body
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func text(_ path: String, by client: CurlClient, at port: Int) async throws -> String {
        String(decoding: try await client.send(request(path, at: port)).body.collect(upTo: 1000), as: UTF8.self)
    }

    @Test func `thirty streams at once, from the first request on, share one connection`() async throws {
        try await withSecureServer(serving) { server in
            let client = CurlClient()
            let bodies = try await hold(30, by: client, at: server.port)
            #expect(server.connections == [.init(protocolName: "h2")])
            server.finishHeld()
            for body in bodies { #expect(try await body.collect(upTo: 10) == Array("end".utf8)) }
        }
    }

    @Test func `an exchange that is cancelled leaves the others and their connection`() async throws {
        try await withSecureServer(serving) { server in
            let client = CurlClient()
            var bodies = try await hold(8, by: client, at: server.port)
            bodies.removeFirst(3)
            #expect(try await text("/host", by: client, at: server.port) == "localhost:\(server.port)")
            server.finishHeld()
            for body in bodies { #expect(try await body.collect(upTo: 10) == Array("end".utf8)) }
            #expect(server.connections.count == 1)
        }
    }

    @Test func `after GOAWAY what has begun ends well, and what is new takes another connection`() async throws {
        try await withSecureServer(serving) { server in
            let client = CurlClient()
            let bodies = try await hold(2, by: client, at: server.port)
            server.sendGoAway()
            try await eventually("a second connection") {
                _ = try await text("/host", by: client, at: server.port)
                return server.connections.count == 2
            }
            server.finishHeld()
            for body in bodies { #expect(try await body.collect(upTo: 10) == Array("end".utf8)) }
        }
    }

    @Test(arguments: ["h2", "http/1.1"])
    func `fifty megabytes arrive, and a reader that stops holds the server back`(name: String) async throws {
        var serving = serving
        serving.protocols = [name]
        let size = 50 << 20
        try await withSecureServer(serving) { server in
            let body = try await CurlClient().send(request("/big?\(size)", at: server.port)).body
            var (before, sent) = (-1, 0)
            while sent != before {
                before = sent
                try await Task.sleep(for: .milliseconds(300))
                sent = server.sent
            }
            #expect(sent < size / 2)
            var count = 0
            while let chunk = try await body.next() { count += chunk.count }
            #expect(count == size)
        }
    }

    @Test func `large answers at once all arrive over one connection`() async throws {
        try await withSecureServer(serving) { server in
            let client = CurlClient()
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        var request = request("/big?5000000", at: server.port)
                        // why: a timer of curl's would wake a loop that waits in vain for a socket.
                        request.connectTimeout = .seconds(3600)
                        let body = try await client.send(request).body
                        return try await body.collect(upTo: 5_000_000).count
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts == Array(repeating: 5_000_000, count: 6))
            #expect(server.connections.count == 1)
        }
    }

    @Test func `an answer that falls silent ends at the idle timeout, and one that ticks does not`() async throws {
        try await withSecureServer(serving) { server in
            let client = CurlClient()
            var quiet = request("/hold", at: server.port, timeout: nil)
            quiet.idleTimeout = .milliseconds(300)
            // why: the time for connecting counts until the first byte, and never after it.
            quiet.connectTimeout = .seconds(3600)
            let body = try await client.send(quiet).body
            #expect(try await body.next() == Array("open".utf8))
            await #expect(throws: HTTPTransportError.timedOut(quiet.endpoint)) { try await body.next() }
            var silent = request("/silent", at: server.port, timeout: nil)
            silent.connectTimeout = .milliseconds(300)
            silent.idleTimeout = .milliseconds(300)
            let mute = silent
            await #expect(throws: HTTPTransportError.timedOut(mute.endpoint)) { try await client.send(mute) }
            var ticking = request("/tick?40", at: server.port)
            ticking.idleTimeout = .seconds(5)
            #expect(try await client.send(ticking).body.collect(upTo: 100).count == 40)
            #expect(server.connections.count == 1)
        }
    }

    @Test func `a reader that stops is not taken for a server that is silent`() async throws {
        try await withSecureServer(serving) { server in
            var big = request("/big?8000000", at: server.port)
            big.idleTimeout = .milliseconds(500)
            let body = try await CurlClient().send(big).body
            try await Task.sleep(for: .milliseconds(1200))
            #expect(try await body.collect(upTo: 8_000_000).count == 8_000_000)
        }
    }

    @Test(arguments: [true, false])
    func `a probe without an answer ends everything on its connection, and the next begins anew`(
        byIdleTimeout: Bool
    ) async throws {
        try await withSecureServer(serving) { server in
            try await withRelay(Relay(to: server.port)) { relay in
                let client = CurlClient()
                let bodies = try await hold(3, by: client, at: relay.port)
                relay.freeze()
                var probe = request("/host", at: relay.port, timeout: byIdleTimeout ? nil : .milliseconds(300))
                probe.idleTimeout = byIdleTimeout ? .milliseconds(300) : nil
                probe.connectTimeout = .milliseconds(300)
                probe.isProbe = true
                let asked = probe
                await #expect(throws: HTTPTransportError.timedOut(asked.endpoint)) { try await client.send(asked) }
                for body in bodies { await #expect(throws: HTTPTransportError.self) { try await body.next() } }
                #expect(try await text("/host", by: client, at: relay.port) == "localhost:\(relay.port)")
                #expect(relay.connections == 2)
            }
        }
    }

    @Test func `a timeout of what is no probe leaves the connection and the others`() async throws {
        try await withSecureServer(serving) { server in
            let client = CurlClient()
            let bodies = try await hold(2, by: client, at: server.port)
            let silent = request("/silent", at: server.port, timeout: .milliseconds(300))
            await #expect(throws: HTTPTransportError.timedOut(silent.endpoint)) { try await client.send(silent) }
            server.finishHeld()
            for body in bodies { #expect(try await body.collect(upTo: 10) == Array("end".utf8)) }
            #expect(server.connections.count == 1)
        }
    }

    @Test(arguments: ["h2", "http/1.1"])
    func `wherever a connection is cut, there is the whole answer or an error`(name: String) async throws {
        var serving = serving
        serving.protocols = [name]
        try await withSecureServer(serving) { server in
            let whole = try await withRelay(Relay(to: server.port)) { relay in
                let answer = try await text("/host", by: CurlClient(), at: relay.port)
                #expect(answer == "localhost:\(relay.port)")
                return relay.carried
            }
            let lengths = Array(stride(from: 0, to: whole, by: 97)) + (max(0, whole - 120)..<whole)
            for length in lengths {
                try await withRelay(Relay(to: server.port, limit: length)) { relay in
                    do {
                        let answer = try await text("/host", by: CurlClient(), at: relay.port)
                        #expect(answer == "localhost:\(relay.port)", "cut after \(length) bytes of \(whole)")
                    } catch is HTTPTransportError {
                    }
                }
            }
        }
    }

    @Test func `a proxy is asked to connect, and many exchanges share what it opens`() async throws {
        try await withSecureServer(serving) { server in
            try await withRelay(Relay(to: nil)) { relay in
                let client = CurlClient()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<5 {
                        group.addTask {
                            var asked = request("/host", at: server.port)
                            asked.proxy = "http://127.0.0.1:\(relay.port)"
                            let response = try await client.send(asked)
                            #expect(response.status == .ok)
                            #expect(
                                try await response.body.collect(upTo: 100) == Array("localhost:\(server.port)".utf8))
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(relay.requests.count == 1)
                #expect(relay.requests.first?.hasPrefix("CONNECT localhost:\(server.port) HTTP/1.1\r\n") == true)
            }
        }
    }

    @Test func `a proxy that refuses, or is not there, is told apart from the server`() async throws {
        let welcome = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"
        try await withSecureServer(serving) { server in
            try await withRelay(Relay(to: nil, welcome: welcome)) { relay in
                let closed = try await FreePorts.one()
                for (port, words) in [(relay.port, "the proxy answers 403"), (closed, "the proxy: connection refused")]
                {
                    var asked = request("/host", at: server.port)
                    asked.proxy = "http://127.0.0.1:\(port)"
                    let request = asked
                    await #expect(throws: HTTPTransportError.cannotConnect(request.endpoint, reason: words)) {
                        try await CurlClient().send(request)
                    }
                }
            }
        }
    }

    @Test func `readers that stop do not hold up the other exchanges on their connection`() async throws {
        let size = 5_000_000
        try await withSecureServer(serving) { server in
            let client = CurlClient()
            var stopped: [InboundBody] = []
            for _ in 0..<3 { stopped.append(try await client.send(request("/big?\(size)", at: server.port)).body) }
            try await Task.sleep(for: .milliseconds(300))
            for _ in 0..<5 {
                #expect(try await text("/host", by: client, at: server.port) == "localhost:\(server.port)")
            }
            let held = try await hold(2, by: client, at: server.port)
            server.finishHeld()
            for body in held { #expect(try await body.collect(upTo: 10) == Array("end".utf8)) }
            for body in stopped { #expect(try await body.collect(upTo: size).count == size) }
            #expect(server.connections.count == 1)
        }
    }
}
