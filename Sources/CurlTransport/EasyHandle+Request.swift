import CCurl
import HTTPTransport
import HTTPTypes

extension EasyHandle {
    /// Says everything about a request to curl; `false` when curl refuses a part of it.
    func configure(for request: OutboundRequest) -> Bool {
        let isConfigured = [
            setTarget(request),
            setMethodAndBody(request),
            setHeaderFields(request),
            setConnection(request),
            setSecurity(request.security),
            setProxy(request.proxy),
        ]
        return isConfigured.allSatisfy { $0 }
    }

    private func setTarget(_ request: OutboundRequest) -> Bool {
        let scheme = request.security == nil ? "http" : "https"
        // why: dots in a path mean what the server says they mean.
        let isPrepared = set(CURLOPT_PROTOCOLS_STR, scheme) && set(CURLOPT_PATH_AS_IS, 1)
        let name = request.security?.serverName
        switch request.endpoint {
        case .unixSocket(let path):
            // why: over a unix socket the host is only what stands in the Host field; Envoy's admin takes any.
            return isPrepared && set(CURLOPT_UNIX_SOCKET_PATH, path)
                && set(CURLOPT_URL, "\(scheme)://\(name ?? "localhost")" + request.path)
        case .network(let host, let port):
            // why: curl takes the name that the certificate must hold from the URL.
            let authority = Endpoint.network(host: name ?? host, port: port)
            return isPrepared && set(CURLOPT_URL, "\(scheme)://\(authority)" + request.path)
                && (name == nil || setList(CURLOPT_CONNECT_TO, ["::\(request.endpoint)"]))
        }
    }

    private func setMethodAndBody(_ request: OutboundRequest) -> Bool {
        switch request.method {
        case .get: return set(CURLOPT_HTTPGET, 1)
        case .head: return set(CURLOPT_NOBODY, 1)
        default:
            let size = set(CURLOPT_POSTFIELDSIZE, request.body.count)
            let body = unsafe request.body.withUnsafeBytes { bytes in
                // why: a null pointer would make curl ask a read callback for the body; an empty body needs an address.
                guard let start = bytes.baseAddress else { return set(CURLOPT_COPYPOSTFIELDS, "") }
                return unsafe ccurl_set_pointer(
                    pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start)) == CURLE_OK
            }
            return size && body && set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    private func setHeaderFields(_ request: OutboundRequest) -> Bool {
        let fields = request.headerFields
        // why: curl reads a name without a value as the wish to leave the field out, unless a semicolon follows it.
        var lines = fields.map { $0.value.isEmpty ? "\($0.name.rawName);" : "\($0.name.rawName): \($0.value)" }
        // why: `Expect: 100-continue` costs a round trip, and curl adds it by itself, as it adds the type of a form.
        lines.append("Expect:")
        if fields[.contentType] == nil { lines.append("Content-Type:") }
        if request.security?.serverName != nil, case .network = request.endpoint {
            lines.append("Host: \(request.endpoint)")
        }
        return setList(CURLOPT_HTTPHEADER, lines)
    }
}
