import Glibc

/// The sockets that curl has made, and how much has come from them. Used by the loop's thread alone.
///
/// curl tells of each as it is made, and closes it without a word on the same thread; what has become of a number is
/// found out when it is wanted.
final class SocketRegister {
    private var sockets: Set<CInt> = []
    private var received = 0

    /// A socket was made.
    func note(_ socket: CInt) { sockets.insert(socket) }

    /// A piece of an answer has come from one of them.
    func note(received count: Int) { received += count }

    /// The bytes that have come since the last time.
    func takeReceived() -> Int {
        defer { received = 0 }
        return received
    }

    /// Shuts down the connection that has this port on our side; curl owns the socket, and finds it at its end.
    func shutDown(localPort: Int) {
        for socket in sockets {
            guard let port = Self.localPort(of: socket) else {
                sockets.remove(socket)
                continue
            }
            if port == localPort { _ = shutdown(socket, CInt(SHUT_RDWR)) }
        }
    }

    /// The port of a socket that is an internet connection; nil for whatever else the number stands for by now.
    private static func localPort(of socket: CInt) -> Int? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int? in
                guard unsafe getsockname(socket, address, &length) == 0 else { return nil }
                // why: the port stands at the same place in both families' addresses.
                guard [AF_INET, AF_INET6].contains(CInt(unsafe address.pointee.sa_family)) else { return nil }
                return unsafe address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    unsafe Int(UInt16(bigEndian: $0.pointee.sin_port))
                }
            }
        }
    }
}
