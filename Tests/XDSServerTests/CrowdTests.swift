import EnvoyAPI
import GRPCCore
import TestKit
import Testing
import XDSMethods
import XDSModel
import XDSServer

@Suite(.timeLimit(.minutes(2)))
struct CrowdTests {
    private static let path = DiscoveryMethod(service: .aggregated, isDelta: true).path

    @Test func `a peer that stops reading holds up nobody and gets the newest state when it reads again`() async throws
    {
        let types: [ResourceType] = [.endpoints, .secret, .runtime]
        try await withServer { server in
            let publish = { @Sendable (version: UInt64) in
                let resource = Resource.sample("name", version: version, bytes: 512 << 10)
                server.publish(Dictionary(uniqueKeysWithValues: types.map { ($0, [resource]) }))
            }
            publish(1)
            try await withPeer(port: server.port) { connection in
                try await connection.stream(Self.path) { stuck in
                    for type in types { try stuck.send(.deltaRequest(type, names: ["name"], node: "stuck")) }
                    try await eventually("the stream has begun", within: .seconds(60)) {
                        server.streams.reports().first?.report != nil
                    }
                    let number = try #require(server.streams.reports().first?.identity.number)
                    try await Self.follow(server, publish: publish)
                    // At most one response of each type is on its way, whatever was published since.
                    #expect(server.notices.sent(to: number).count <= types.count)

                    var versions: [String: String] = [:]
                    while versions != Self.newest(types) {
                        let response = try await stuck.nextDelta()
                        versions[response.typeURL] = response.resources.first?.version
                        try stuck.accept(response)
                    }
                    #expect(server.notices.sent(to: number).count <= 2 * types.count)
                }
            }
        }
    }

    private static func newest(_ types: [ResourceType]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: types.map { ($0.typeURL, Version(rawValue: 100).description) })
    }

    /// Another peer, which gets each of a hundred versions.
    private static func follow(_ server: RunningServer, publish: @escaping @Sendable (UInt64) -> Void) async throws {
        try await withPeer(port: server.port) { connection in
            try await connection.stream(path) { peer in
                try peer.send(.deltaRequest(.endpoints, names: ["name"]))
                for version in UInt64(1)...100 {
                    let response = try await peer.nextDelta()
                    #expect(response.resources.map(\.version) == [Version(rawValue: version).description])
                    try peer.accept(response)
                    if version < 100 { publish(version + 1) }
                }
            }
        }
    }

    @Test func `a hundred streams all get the newest state`() async throws {
        try await withServer { server in
            server.publish([.cluster: [.sample("a")]])
            try await withPeer(port: server.port) { connection in
                try await withThrowingTaskGroup(of: Void.self) { peers in
                    for _ in 0..<100 {
                        peers.addTask {
                            try await connection.stream(Self.path) { peer in
                                try peer.send(.deltaRequest(.cluster))
                                var version = ""
                                while version != Version(rawValue: 20).description {
                                    let response = try await peer.nextDelta()
                                    version = response.resources.first?.version ?? version
                                    try peer.accept(response)
                                }
                            }
                        }
                    }
                    try await eventually("100 streams are open", within: .seconds(60)) { server.streams.count == 100 }
                    for version in UInt64(2)...20 { server.publish([.cluster: [.sample("a", version: version)]]) }
                    try await peers.waitForAll()
                }
                try await eventually("no stream is open", within: .seconds(60)) { server.streams.count == 0 }
            }
        }
    }
}
