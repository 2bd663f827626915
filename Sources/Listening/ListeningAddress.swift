import Glibc
package import NIOCore

/// Where to listen for TCP connections, as people write it.
package struct ListeningAddress: Sendable, Equatable {
    /// An IP address or a name; no text, `0.0.0.0` and `::` all mean every address of this machine, of both families.
    package var host: String
    /// The port; 0 for any that is free.
    package var port: Int

    /// An address.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Every address of this machine.
    package static func everywhere(port: Int) -> ListeningAddress { ListeningAddress(host: "", port: port) }

    /// Whether every address of this machine is meant.
    package var isEverywhere: Bool {
        host.isEmpty || ["0.0.0.0", "::"].contains((try? SocketAddress(ipAddress: host, port: 0))?.ipAddress)
    }

    /// Whether one socket would serve both.
    package func isSame(as other: ListeningAddress) -> Bool {
        port != 0 && port == other.port && (host == other.host || isEverywhere && other.isEverywhere)
    }

    /// What to bind a socket to. A socket at `::` takes IPv4 too, as NIO makes it; where there is no IPv6 it is `0.0.0.0`.
    package func resolved() throws(ListeningAddressError) -> SocketAddress { try resolved(hasIPv6: Self.hasIPv6) }

    /// The same on a machine with or without IPv6.
    func resolved(hasIPv6: () -> Bool) throws(ListeningAddressError) -> SocketAddress {
        guard (0...65_535).contains(port) else { throw .noPort(port) }
        do {
            if isEverywhere { return try SocketAddress(ipAddress: hasIPv6() ? "::" : "0.0.0.0", port: port) }
            // why: who looks up what is an address finds it only where the machine has another of its family.
            if let address = try? SocketAddress(ipAddress: host, port: port) { return address }
            return try SocketAddress.makeAddressResolvingHost(host, port: port)
        } catch {
            throw .unknownHost
        }
    }

    /// Whether the kernel lets a socket listen at `::`.
    private static func hasIPv6() -> Bool {
        guard let address = try? SocketAddress(ipAddress: "::", port: 0) else { return false }
        let descriptor = socket(AF_INET6, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return !isMissing(errno) }
        defer { close(descriptor) }
        let result = unsafe address.withSockAddr { unsafe bind(descriptor, $0, socklen_t($1)) }
        return result == 0 || !isMissing(errno)
    }

    /// Whether a socket that cannot be had says that the machine has no such family; of other errors the real socket tells.
    private static func isMissing(_ code: CInt) -> Bool {
        [EAFNOSUPPORT, EADDRNOTAVAIL, EPROTONOSUPPORT].contains(code)
    }
}

/// Why nobody can listen at an address.
package enum ListeningAddressError: Error, Sendable, Equatable {
    /// The number is no port.
    case noPort(Int)
    /// The host is no IP address, and no name of one.
    case unknownHost
}

extension ListeningAddressError: CustomStringConvertible {
    /// One lower-case clause.
    package var description: String {
        switch self {
        case .noPort: "a port is a number from 0 to 65535"
        case .unknownHost: "this is neither an IP address nor a known host name"
        }
    }
}
