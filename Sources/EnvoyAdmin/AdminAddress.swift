package import HTTPTransport

/// Where Envoy's admin interface listens, as a flag names it: the path of a unix socket, or `host:port` on loopback.
///
/// The admin interface has no authentication (https://www.envoyproxy.io/docs/envoy/latest/operations/admin), so one
/// that can be reached from elsewhere is refused rather than used.
package struct AdminAddress: Sendable, Equatable {
    /// Where to connect.
    package let endpoint: Endpoint

    /// The address as it was given.
    package let text: String

    /// Reads `text`; anything with a slash is a path.
    package init(parsing text: String) throws(AdminAddressError) {
        self.text = text
        guard !text.contains("/") else {
            guard text.utf8.count <= Self.longestSocketPath else { throw .pathTooLong(text) }
            endpoint = .unixSocket(path: text)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            throw .neitherPathNorPort(text)
        }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        guard host == "localhost" || host == "::1" || Self.isIPv4Loopback(host) else { throw .notLoopback(text) }
        endpoint = .network(host: host, port: Int(port))
    }

    /// The longest path that `sockaddr_un` holds.
    private static let longestSocketPath = 107

    private static func isIPv4Loopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// Why a text is no usable admin address.
package enum AdminAddressError: Error, Equatable, CustomStringConvertible {
    case pathTooLong(String)
    case neitherPathNorPort(String)
    case notLoopback(String)

    /// What is wrong, and what to give instead.
    package var description: String {
        switch self {
        case .pathTooLong(let text): "the socket path '\(text)' is longer than the 107 bytes that unix sockets allow"
        case .neitherPathNorPort(let text):
            "'\(text)' is neither the path of a unix socket nor host:port; give for example /admin/admin.sock"
        case .notLoopback(let text):
            "'\(text)' is not on loopback, and Envoy's admin interface has no authentication; give a unix socket path"
        }
    }
}
