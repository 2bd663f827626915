import Glibc

/// Where the control plane listens.
package struct XDSAddress: Sendable, Equatable {
    /// A host name, or an IP address without brackets.
    package let host: String
    /// The TCP port, 1 to 65535.
    package let port: UInt16

    /// Pairs a host with a port.
    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Whether the host needs no resolving.
    package var isIPAddress: Bool { Self.isIPAddress(host) }

    /// Whether `text` is an IPv4 address in four decimal parts or an IPv6 address without a zone.
    static func isIPAddress(_ text: String) -> Bool {
        // C would stop reading at a NUL and accept what precedes it.
        guard text.utf8.allSatisfy({ $0 != 0 }) else { return false }
        var storage = in6_addr()
        return [AF_INET, AF_INET6].contains { family in
            let result = unsafe withUnsafeMutableBytes(of: &storage) {
                unsafe inet_pton(family, text, $0.baseAddress)
            }
            return result == 1
        }
    }

    /// Whether `text` can be a host for Envoy to connect to: no port, scheme, path, brackets or blanks.
    static func isHost(_ text: String) -> Bool {
        if isIPAddress(text) { return true }
        return text.unicodeScalars.allSatisfy { !"/[]@?#".unicodeScalars.contains($0) && $0.value > 0x20 }
            && (!text.contains(":") || text.contains("%"))
    }
}
