import HTTPTransport

extension OutboundRequest {
    /// Why the request cannot be sent, known before anything is; nil when it can.
    ///
    /// Hosts, names and paths become parts of one URL, so none of them may hold what ends its part.
    var obstacle: String? {
        if case .network(let host, let port) = endpoint {
            guard Self.isHost(host) else { return "the host is no name or address" }
            guard (1...65_535).contains(port) else { return "port \(port) is not between 1 and 65535" }
        }
        if let name = security?.serverName, !Self.isHost(name) { return "the server name is no name or address" }
        guard path.utf8.first == UInt8(ascii: "/"), path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x23 })
        else {
            return "the path does not begin with a slash, or is not percent-encoded"
        }
        if let proxy, !Self.isProxy(proxy) {
            return "the proxy is no URL that begins with http://, https://, socks5:// or socks5h://"
        }
        return nil
    }

    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: ":"):
                    true
                default: false
                }
            }
    }

    private static func isProxy(_ text: String) -> Bool {
        let text = text.lowercased()
        return ["http://", "https://", "socks5://", "socks5h://"].contains {
            text.hasPrefix($0) && text.count > $0.count
        }
    }
}
