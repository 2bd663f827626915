import EnvoyAPI
import NIOCore
import NIOPosix
import Testing
import XDSMethods
import XDSModel

@testable import XDSServer

@Suite(.timeLimit(.minutes(2)))
struct AddressTests {
    private static let path = DiscoveryMethod(service: .aggregated, isDelta: true).path

    @Test(arguments: ["", "0.0.0.0", "::"], [false, true])
    func `a server everywhere serves peers of both families, each under its own address`(host: String, isIPv6: Bool)
        async throws
    {
        try await withServer {
            $0.host = host
        } _: { server in
            server.publish([.cluster: [.sample("a")]])
            // why: gRPC would wait for a server that is not there.
            let address = try SocketAddress(ipAddress: isIPv6 ? "::1" : "127.0.0.1", port: server.port)
            try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connect(to: address).get().close()
            let response = try await withPeer(port: server.port, isIPv6: isIPv6) { connection in
                try await connection.stream(Self.path) { peer in
                    try peer.send(.deltaRequest(.cluster))
                    return try await peer.nextDelta()
                }
            }
            #expect(response.resources.map(\.name) == ["a"])
            let peer = try #require(server.notices.all.first?.stream.peer)
            #expect(peer.hasPrefix(isIPv6 ? "ipv6:[::1]:" : "ipv4:127.0.0.1:"), "\(peer)")
        }
    }

    @Test(arguments: [
        "ipv6:[::ffff:10.0.0.7]:41234": "ipv4:10.0.0.7:41234",
        "ipv6:[::ffff:ff]:1": "ipv6:[::ffff:ff]:1",
        "ipv6:[fd00::1]:1": "ipv6:[fd00::1]:1",
        "ipv4:10.0.0.7:1": "ipv4:10.0.0.7:1",
        "ipv6:[::ffff:1.2.3.4": "ipv6:[::ffff:1.2.3.4",
        "": "",
    ])
    func `a peer is written as its own family does`(peer: String, expected: String) {
        #expect(StreamIdentity.unmapped(peer) == expected)
    }
}
