import NIOCore
import NIOPosix
import TestKit
import Testing

/// Whoever reaches the manager's port can neither stop it nor fill its memory.
@Suite(.serialized, .timeLimit(.minutes(2))) struct `Hostile clients of the manager` {
    /// What they send, byte for byte, on connections that they never close.
    static let floods: [String] = [
        "",
        "GET /status HTTP/1.1\r\nhost: a\r\nx-slow: ",
        "GET /status HTTP/1.1\r\nhost: a\r\nx-long: " + String(repeating: "a", count: 1 << 20),
        "BREW /status HTTP/1.1\r\nhost: a\r\n\r\n",
        "POST /drain HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n"
            + String(repeating: "{", count: 1 << 18),
        "GET /metrics HTTP/1.1\r\nhost: a\r\n\r\nGET /metrics HTTP/1.1\r\nhost: a\r\n\r\n",
        "GET /status?watch=1 HTTP/1.1\r\nhost: a\r\n\r\n",
        "GET /%00%ff/../../etc?=&&watch HTTP/1.1\r\nhost: a\r\n\r\n",
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "GET /shutdown HTTP/1.1\r\nhost: a\r\n\r\n",
        "POST /shutdown HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n"
            + String(repeating: "1\r\na\r\n", count: 100),
    ]

    @Test(arguments: floods.indices)
    func `a hundred at once leave healthz answering and memory bounded`(flood: Int) async throws {
        let bytes = Self.floods[flood]
        try await withPod { pod in
            let before = try residentMemory(of: pod.manager)
            let channels = try await withThrowingTaskGroup(of: (any Channel).self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                            .connect(host: "127.0.0.1", port: pod.managerPort).get()
                        // Bytes that the manager refuses to read are no failure of the client.
                        channel.writeAndFlush(ByteBuffer(string: bytes), promise: nil)
                        return channel
                    }
                }
                var all: [any Channel] = []
                for try await channel in group { all.append(channel) }
                return all
            }
            for _ in 0..<20 {
                #expect(try await pod.ask(.GET, "/healthz", within: .seconds(2)).body == "OK")
                try await Task.sleep(for: .milliseconds(50))
            }
            let after = try residentMemory(of: pod.manager)
            #expect(after - before < 64 << 20, "grew by \((after - before) >> 10) KiB")
            for channel in channels { channel.close(promise: nil) }
            try await eventually("nobody is left waiting") { try await pod.status()["waiters"]?.count == 0 }
            #expect(pod.manager.isRunning)
            #expect(try await pod.envoy.admin(.GET, "/ready").body.contains("LIVE"))
        }
    }

    @Test func `drain is for this machine and POST only`() async throws {
        try await withPod { pod in
            let drain = try await pod.ask(.GET, "/drain")
            #expect(drain.status == 405)
            #expect(try await pod.ask(.POST, "/status").status == 405)
            #expect(try await pod.ask(.GET, "/nothing").status == 404)
            #expect(try await pod.status()["state"]?.string == "serving")
        }
    }

    @Test func `what the manager answers when asked`() async throws {
        try await withPod { pod in
            let ready = try await pod.ask(.GET, "/ready")
            #expect(ready.body == "LIVE\n")
            let metrics = try await pod.ask(.GET, "/metrics")
            #expect(metrics.fields["content-type"] == "text/plain; version=0.0.4")
            #expect(metrics.body.contains("# TYPE attache_drain_state gauge\nattache_drain_state 0\n"))
            let status = try await pod.status()
            #expect(status["envoy"]?["state"]?.string == "LIVE")
            #expect(status["open"]?["total"]?.count == 0)
            pod.envoy.process.signal(.kill)
            try await eventually("Envoy is missed") { try await pod.ask(.GET, "/ready").status == 503 }
            #expect(try await pod.ask(.GET, "/healthz").body == "OK", "healthz depends on nothing")
        }
    }

    @Test func `an idle manager does not wake up`() async throws {
        try await withPod { pod in
            // Ten seconds after the last question its connection's timer is over, which is the last thing that happens.
            try await Task.sleep(for: .seconds(12))
            let before = try wakeups(of: pod.manager)
            try await Task.sleep(for: .seconds(3))
            #expect(try wakeups(of: pod.manager) == before)
        }
    }
}
