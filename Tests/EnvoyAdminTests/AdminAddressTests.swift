import HTTPTransport
import Testing

@testable import EnvoyAdmin

@Suite struct `Admin address` {
    @Test func `a path is a unix socket`() throws {
        #expect(try AdminAddress(parsing: "/admin/admin.sock").endpoint == .unixSocket(path: "/admin/admin.sock"))
        #expect(try AdminAddress(parsing: "./a.sock").endpoint == .unixSocket(path: "./a.sock"))
    }

    @Test(arguments: [
        ("127.0.0.1:9901", "127.0.0.1", 9901), ("localhost:1", "localhost", 1), ("[::1]:9901", "::1", 9901),
        ("127.255.0.9:65535", "127.255.0.9", 65535),
    ])
    func `loopback with a port is taken`(text: String, host: String, port: Int) throws {
        #expect(try AdminAddress(parsing: text).endpoint == .network(host: host, port: port))
    }

    @Test(arguments: ["10.0.0.1:9901", "0.0.0.0:9901", "envoy:9901", "[fe80::1]:80", "127.0.0.1.example.org:1"])
    func `an address others can reach is refused`(text: String) {
        #expect(throws: AdminAddressError.notLoopback(text)) { try AdminAddress(parsing: text) }
    }

    @Test(arguments: ["", "localhost", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:70000", ":", "a:b"])
    func `anything else is refused`(text: String) {
        #expect(throws: AdminAddressError.neitherPathNorPort(text)) { try AdminAddress(parsing: text) }
    }

    @Test func `a path that no unix socket can have is refused`() {
        let long = "/" + String(repeating: "a", count: 107)
        #expect(throws: AdminAddressError.pathTooLong(long)) { try AdminAddress(parsing: long) }
    }
}
