import CCurl
import Glibc
import HTTPTransport

/// A peer that has vanished is noticed after 30 s, whether we wait for it or send to it: probes go out after 15 s of
/// silence, every 5 s. https://man7.org/linux/man-pages/man7/tcp.7.html
private enum Vanishing {
    static let firstProbe = 15
    static let nextProbe = 5
    static let noticed: CInt = 30_000
}

extension EasyHandle {
    /// How the connection is made, watched and shared.
    func setConnection(_ request: OutboundRequest) -> Bool {
        // why: with ALPN the server chooses; in the clear, HTTP/2 would need to be known beforehand.
        let version =
            request.security == nil ? Int(CURL_HTTP_VERSION_1_1) : Int(CURL_HTTP_VERSION_2TLS)
        let isConfigured = [
            set(CURLOPT_NOSIGNAL, 1),
            set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.wholeMilliseconds),
            set(CURLOPT_TIMEOUT_MS, request.timeout?.wholeMilliseconds ?? 0),
            set(CURLOPT_HTTP_VERSION, version),
            // why: without waiting, each of ten requests at once would open a connection before the first knows of HTTP/2.
            set(CURLOPT_PIPEWAIT, request.security == nil ? 0 : 1),
            set(CURLOPT_TCP_NODELAY, 1),
            set(CURLOPT_TCP_KEEPALIVE, 1),
            set(CURLOPT_TCP_KEEPIDLE, Vanishing.firstProbe),
            set(CURLOPT_TCP_KEEPINTVL, Vanishing.nextProbe),
        ]
        return isConfigured.allSatisfy { $0 }
    }

    /// Lets the system give up a connection on which nothing is acknowledged.
    static func limitSilence(of socket: CInt) {
        var limit = Vanishing.noticed
        // why: a unix socket has no such limit, and needs none.
        _ = unsafe setsockopt(socket, CInt(IPPROTO_TCP), TCP_USER_TIMEOUT, &limit, socklen_t(MemoryLayout<CInt>.size))
    }

    /// Whom the connection trusts and as whom it speaks. Connections are reused where all of this is equal.
    func setSecurity(_ security: ConnectionSecurity?) -> Bool {
        guard let security else { return true }
        let isVerified = security.skipsVerification ? 0 : 1
        guard set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            set(CURLOPT_SSL_VERIFYPEER, isVerified), set(CURLOPT_SSL_VERIFYHOST, isVerified * 2)
        else { return false }
        if let authorities = security.authorities {
            // why: curl would go on trusting the system's directory of authorities beside these.
            guard set(CURLOPT_CAPATH, nil), set(CURLOPT_CAINFO, nil), set(CURLOPT_CAINFO_BLOB, authorities) else {
                return false
            }
        }
        guard let identity = security.identity else { return true }
        return set(CURLOPT_SSLCERTTYPE, "PEM") && set(CURLOPT_SSLCERT_BLOB, identity.certificates)
            && set(CURLOPT_SSLKEYTYPE, "PEM") && set(CURLOPT_SSLKEY_BLOB, identity.key)
    }

    /// The proxy, or none: what the environment says about proxies never counts.
    func setProxy(_ proxy: String?) -> Bool {
        // why: names are for the proxy to resolve, as they are where Kubernetes' own clients read `socks5`.
        let url = proxy.map { $0.lowercased().hasPrefix("socks5://") ? "socks5h" + $0.dropFirst(6) : $0 }
        return set(CURLOPT_PROXY, url ?? "") && set(CURLOPT_NOPROXY, "") && set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
            && set(CURLOPT_PROXY_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    }
}

extension Duration {
    /// In milliseconds, rounded up, between one and a day, which is what curl's options hold without surprise.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 86_400 else { return 86_400_000 }
        guard seconds >= 0 else { return 1 }
        let milliseconds = Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
        return max(1, milliseconds)
    }
}
