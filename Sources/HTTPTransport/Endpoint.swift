/// Where an HTTP exchange takes place.
package enum Endpoint: Sendable, Equatable, Hashable {
    /// A unix stream socket, by the path of its file.
    case unixSocket(path: String)

    /// A TCP port of a host; `host` is a name or an address, IPv6 without brackets.
    case network(host: String, port: Int)
}

extension Endpoint: CustomStringConvertible {
    /// The socket's path, or `host:port` with IPv6 in brackets.
    package var description: String {
        switch self {
        case .unixSocket(let path): path
        case .network(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}
