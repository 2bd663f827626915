/// Why the xDS server does not run.
package enum XDSServerError: Error, Sendable, Equatable {
    /// The address cannot be listened on.
    case cannotListen(host: String, port: Int, reason: String)
    /// The certificates or the connection settings were refused.
    case unusableSecurity(reason: String)
    /// The listening socket failed later.
    case stopped(reason: String)
}

extension XDSServerError: CustomStringConvertible {
    /// One line that says what is wrong and where.
    package var description: String {
        switch self {
        case .cannotListen(let host, let port, let reason):
            "cannot serve xDS on \(host.contains(":") ? "[\(host)]" : host):\(port): \(reason)"
        case .unusableSecurity(let reason):
            "cannot serve xDS with these certificates: \(reason)"
        case .stopped(let reason):
            "the xDS server stopped listening: \(reason)"
        }
    }
}
