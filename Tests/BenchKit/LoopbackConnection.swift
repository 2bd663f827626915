import Glibc
import TestKit

/// A blocking connection, so that what is timed is the other side and not an event loop of ours.
package struct LoopbackConnection: ~Copyable {
    private let descriptor: Int32

    /// Connects to a port of 127.0.0.1.
    package init(port: Int) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        try self.init(AF_INET, &address, named: "port \(port)")
    }

    /// Connects to a unix socket.
    package init(socket path: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw RigError("too long for a unix socket: \(path)")
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        try self.init(AF_UNIX, &address, named: path)
    }

    private init<Address>(_ family: Int32, _ address: inout Address, named name: String) throws {
        descriptor = Glibc.socket(family, Int32(SOCK_STREAM.rawValue), 0)
        let size = socklen_t(MemoryLayout<Address>.size)
        let descriptor = descriptor
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(descriptor, $0, size) }
        }
        guard code == 0 else { throw RigError("nobody listens at \(name)") }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Ends it in order.
    package consuming func close() {}

    /// Sends all of `text`.
    package func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        let flags = Int32(MSG_NOSIGNAL)
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, flags) }
        guard count == bytes.count else { throw RigError("a connection takes no more bytes") }
    }

    /// Sends a request and returns the whole response as text, its chunks as they came.
    package func get(_ path: String) throws -> String {
        try send("GET \(path) HTTP/1.1\r\nhost: bench\r\n\r\n")
        var response: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while !Self.isWhole(response) {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { throw RigError("no whole answer to GET \(path)") }
            response += buffer[..<count]
        }
        return String(decoding: response, as: UTF8.self)
    }

    /// Whether the response ends where its length says, or with its last chunk.
    private static func isWhole(_ response: [UInt8]) -> Bool {
        let separator = Array("\r\n\r\n".utf8)
        guard let end = response.indices.first(where: { response[$0...].starts(with: separator) }) else { return false }
        let fields = String(decoding: response[..<end], as: UTF8.self).lowercased().split(separator: "\r\n")
        guard let length = fields.first(where: { $0.hasPrefix("content-length:") }) else {
            return response.suffix(5) == Array("0\r\n\r\n".utf8)
        }
        return response.count - end - separator.count == Int(length.drop { !$0.isNumber })
    }
}
