import EnvoyAPI
import GRPCCore
import ServiceLifecycle
import TestKit
import Testing
import XDSMethods
import XDSModel
import XDSServer

@Suite(.timeLimit(.minutes(2)))
struct ConnectionTests {
    private static let path = DiscoveryMethod(service: .aggregated, isDelta: true).path

    @Test func `a peer that vanished without a word is dropped`() async throws {
        try await withServer {
            $0.keepaliveTime = .milliseconds(300)
            $0.keepaliveTimeout = .milliseconds(300)
        } _: { server in
            server.publish([.cluster: [.sample("a")]])
            try await withRelay(to: server.port) { relay in
                await #expect(throws: RPCError.self) {
                    try await withPeer(port: relay.port) { connection in
                        try await connection.stream(Self.path) { peer in
                            try peer.send(.deltaRequest(.cluster))
                            _ = try await peer.next()
                            relay.swallow()
                            try await eventually("the stream is closed", within: .seconds(60)) {
                                server.notices.ends == [.disconnected]
                            }
                            _ = try await peer.next()
                        }
                    }
                }
            }
        }
    }

    @Test func `a graceful stop ends streams with a word and returns although a peer does not read`() async throws {
        let errors = try await withServer {
            $0.shutdownGrace = .seconds(1)
        } _: { server in
            server.publish([.cluster: [.sample("a", bytes: 1 << 20)], .route: [.sample("r", bytes: 1 << 20)]])
            return try await withThrowingTaskGroup(of: RPCError.Code?.self) { peers in
                let (opened, opening) = AsyncStream.makeStream(of: Void.self)
                for index in 0..<10 {
                    peers.addTask {
                        do {
                            try await withPeer(port: server.port) { connection in
                                try await connection.stream(Self.path) { peer in
                                    try peer.send(.deltaRequest(.cluster))
                                    try peer.send(.deltaRequest(.route, names: ["r"]))
                                    opening.yield()
                                    // The last one reads nothing before the server is gone.
                                    guard index < 9 else {
                                        try await eventually("no stream is open", within: .seconds(60)) {
                                            server.streams.count == 0
                                        }
                                        return
                                    }
                                    while try await peer.next() != nil {}
                                }
                            }
                            return nil
                        } catch let error as RPCError {
                            return error.code
                        }
                    }
                }
                for await _ in opened.prefix(10) {}
                try await eventually("10 streams are open", within: .seconds(60)) { server.streams.count == 10 }
                await server.lifecycle.triggerGracefulShutdown()
                var codes: [RPCError.Code] = []
                for try await code in peers { codes += code.map { [$0] } ?? [] }
                return codes
            }
        }
        #expect(errors.count { $0 == .unavailable } >= 9)
    }

    @Test func `a connection that is old enough is asked to come back`() async throws {
        try await withServer {
            $0.connectionAge = .milliseconds(300)
        } _: { server in
            server.publish([.cluster: [.sample("a")]])
            try await withPeer(port: server.port) { connection in
                // Streams may fail before they are opened while the peer learns that its connection ends.
                while Set(server.notices.all.map(\.stream.peer)).count < 2 {
                    let error = await #expect(throws: RPCError.self) {
                        try await connection.stream(Self.path) { peer in
                            try peer.send(.deltaRequest(.cluster))
                            while try await peer.next() != nil {}
                        }
                    }
                    #expect(error?.code == .unavailable)
                }
            }
            #expect(Set(server.notices.ends) == [.disconnected])
        }
    }

    @Test func `the end of publications ends streams`() async throws {
        try await withServer { server in
            server.publish([.cluster: [.sample("a")]])
            try await withPeer(port: server.port) { connection in
                let error = await #expect(throws: RPCError.self) {
                    try await connection.stream(Self.path) { peer in
                        try peer.send(.deltaRequest(.cluster))
                        _ = try await peer.next()
                        server.publisher.finish()
                        _ = try await peer.next()
                    }
                }
                #expect(error?.code == .unavailable)
                #expect(server.notices.ends == [.sourceEnded])
            }
        }
    }

    @Test func `a port that is taken is said in one line`() async throws {
        try await withServer { server in
            let second = DiscoveryServer(
                XDSServerConfiguration(host: "127.0.0.1", port: server.port), publisher: SnapshotPublisher())
            let error = await #expect(throws: XDSServerError.self) { try await second.run() }
            #expect(
                error?.description == """
                    cannot serve xDS on 127.0.0.1:\(server.port): another process listens there already; \
                    stop it or choose another port
                    """)
        }
    }

    @Test(arguments: [("no such host", 0), ("127.0.0.1", 70_000), ("203.0.113.1", 0)])
    func `an address that cannot be had is a typed error`(host: String, port: Int) async throws {
        let server = DiscoveryServer(XDSServerConfiguration(host: host, port: port), publisher: SnapshotPublisher())
        let error = await #expect(throws: XDSServerError.self) { try await server.run() }
        guard case .cannotListen(host, port, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
