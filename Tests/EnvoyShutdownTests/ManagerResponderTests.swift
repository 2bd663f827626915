import NIOCore
import Testing

@testable import EnvoyShutdown

/// Who may begin a drain over HTTP. https://nvd.nist.gov/vuln/detail/CVE-2020-15127
@Suite struct `Whoever begins a drain` {
    @Test(arguments: ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
    func `is on this machine`(address: String) throws {
        #expect(ManagerResponder.isLocal(try SocketAddress(ipAddress: address, port: 1)))
    }

    @Test(arguments: ["10.0.0.1", "0.0.0.0", "192.168.127.0", "fe80::1", "::ffff:10.0.0.1", "::", "1::1"])
    func `is not elsewhere`(address: String) throws {
        #expect(!ManagerResponder.isLocal(try SocketAddress(ipAddress: address, port: 1)))
    }

    @Test func `comes by the unix socket, and is nobody without an address`() throws {
        #expect(ManagerResponder.isLocal(try SocketAddress(unixDomainSocketPath: "/admin/a.sock")))
        #expect(!ManagerResponder.isLocal(nil))
    }
}
