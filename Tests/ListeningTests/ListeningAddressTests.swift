import NIOCore
import Testing

@testable import Listening

/// Which socket a text means. https://pkg.go.dev/net#Listen says it of Contour's.
@Suite struct `An address to listen at` {
    @Test(arguments: ["", "0.0.0.0", "::", "::0", "0:0:0:0:0:0:0:0"])
    func `that means all is of both families, or of IPv4 where there is no other`(host: String) throws {
        let address = ListeningAddress(host: host, port: 8000)
        let (both, one) = (try address.resolved(hasIPv6: { true }), try address.resolved(hasIPv6: { false }))
        #expect(both == (try SocketAddress(ipAddress: "::", port: 8000)))
        #expect(one == (try SocketAddress(ipAddress: "0.0.0.0", port: 8000)))
        #expect(address.isEverywhere)
    }

    @Test(arguments: ["127.0.0.1", "10.1.2.3", "::1", "fd00::1", "::ffff:10.0.0.1"])
    func `that is an IP address is that one and nobody is asked`(host: String) throws {
        var isAsked = false
        let address = ListeningAddress(host: host, port: 8001)
        let resolved = try address.resolved(hasIPv6: {
            isAsked = true
            return false
        })
        #expect(resolved == (try SocketAddress(ipAddress: host, port: 8001)))
        #expect(!isAsked && !address.isEverywhere)
    }

    @Test func `that is a name is looked up`() throws {
        let resolved = try ListeningAddress(host: "localhost", port: 1).resolved()
        #expect(["127.0.0.1", "::1"].contains(resolved.ipAddress))
    }

    @Test(arguments: ["256.0.0.1", "no such host", "[::]", "::/0"])
    func `that is nothing is an error`(host: String) {
        #expect(throws: ListeningAddressError.unknownHost) { try ListeningAddress(host: host, port: 1).resolved() }
    }

    @Test(arguments: [-1, 65_536, .max, .min])
    func `has a port that exists`(port: Int) {
        for host in ["", "127.0.0.1", "localhost"] {
            #expect(throws: ListeningAddressError.noPort(port)) {
                try ListeningAddress(host: host, port: port).resolved()
            }
        }
    }

    @Test func `is the same socket as another that means all`() {
        let addresses = ["", "0.0.0.0", "::"].map { ListeningAddress(host: $0, port: 8000) }
        for address in addresses {
            #expect(addresses.allSatisfy(address.isSame))
            #expect(!address.isSame(as: ListeningAddress(host: address.host, port: 8001)))
            #expect(!address.isSame(as: ListeningAddress(host: "127.0.0.1", port: 8000)))
        }
        let free = ListeningAddress.everywhere(port: 0)
        #expect(!free.isSame(as: free), "each gets a port of its own")
        #expect(
            ListeningAddress(host: "a", port: 1).isSame(as: ListeningAddress(host: "a", port: 1)))
    }
}
