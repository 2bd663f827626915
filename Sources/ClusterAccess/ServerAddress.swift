import HTTPTransport

/// The parts of an API server's URL.
struct ServerAddress: Sendable, Equatable {
    var usesTLS: Bool
    var endpoint: Endpoint
    /// What stands before every path, without a slash at its end.
    var basePath: String

    /// Reads `https://host:port/path`. Without a scheme, `defaultsToTLS` decides; without a port, the scheme's own counts.
    /// Nil for what cannot be connected to, and for addresses with a user, a query or a fragment.
    init?(_ text: String, defaultsToTLS: Bool) {
        var rest = text[...]
        if let end = rest.firstRange(of: "://") {
            switch rest[..<end.lowerBound].lowercased() {
            case "https": usesTLS = true
            case "http": usesTLS = false
            default: return nil
            }
            rest = rest[end.upperBound...]
        } else {
            usesTLS = defaultsToTLS
        }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Array("@?#\\\"".utf8).contains($0) }) else {
            return nil
        }
        let authority = rest.prefix { $0 != "/" }
        var path = rest.dropFirst(authority.count)
        while path.last == "/" { path.removeLast() }
        basePath = String(path)
        guard let (host, port) = Self.split(authority, defaultPort: usesTLS ? 443 : 80) else { return nil }
        endpoint = .network(host: host, port: port)
    }

    private static func split(_ authority: Substring, defaultPort: Int) -> (String, Int)? {
        let host: Substring
        var rest: Substring
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            host = authority[..<close].dropFirst()
            rest = authority[close...].dropFirst()
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
        } else {
            host = authority.prefix { $0 != ":" }
            rest = authority.dropFirst(host.count)
            guard host.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_" }) else {
                return nil
            }
        }
        guard !host.isEmpty else { return nil }
        guard !rest.isEmpty else { return (String(host), defaultPort) }
        guard rest.removeFirst() == ":" else { return nil }
        if rest.isEmpty { return (String(host), defaultPort) }
        guard rest.allSatisfy(\.isNumber), let port = Int(rest), (1...65_535).contains(port) else { return nil }
        return (String(host), port)
    }
}

/// The URL of a proxy.
enum ProxyAddress {
    /// Whether a URL names a kind of proxy that there is.
    static func isKnown(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
        let text = text.lowercased()
        return ["http://", "https://", "socks5://", "socks5h://"].contains {
            text.hasPrefix($0) && text.count > $0.count
        }
    }
}
