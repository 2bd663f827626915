import CCurl
import Glibc
import HTTPTransport

extension EasyHandle {
    /// The end of the exchange in our own terms.
    func outcome(_ code: CURLcode) -> Result<Void, HTTPTransportError> {
        code == CURLE_OK ? .success(()) : .failure(failure(code))
    }

    private func failure(_ code: CURLcode) -> HTTPTransportError {
        let endpoint = exchange.request.endpoint
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return .timedOut(endpoint)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return .unknownHost(endpoint, reason: words(for: code))
        case CURLE_COULDNT_CONNECT: return cannotConnect(code)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .notTrusted(endpoint, reason: words(for: code))
        case CURLE_SSL_CACERT_BADFILE:
            return .invalidRequest(reason: "the authorities that are to be trusted are not certificates in PEM")
        case CURLE_SSL_CERTPROBLEM:
            return .invalidRequest(reason: "the client certificate or its key cannot be used: \(words(for: code))")
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return .invalidRequest(reason: words(for: code))
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CLIENTCERT, CURLE_PROXY:
            return .cannotConnect(endpoint, reason: words(for: code))
        default:
            var answer = 0
            _ = unsafe ccurl_get_long(pointer, CURLINFO_HTTP_CONNECTCODE, &answer)
            guard answer == 0 || (200...299).contains(answer) else {
                return .cannotConnect(endpoint, reason: "the proxy answers \(answer)")
            }
            return .interrupted(endpoint, reason: words(for: code))
        }
    }

    private func cannotConnect(_ code: CURLcode) -> HTTPTransportError {
        let endpoint = exchange.request.endpoint
        var number = 0
        _ = unsafe ccurl_get_long(pointer, CURLINFO_OS_ERRNO, &number)
        let reason =
            number == 0
            ? words(for: code) : unsafe String(cString: strerror(CInt(truncatingIfNeeded: number))).lowercased()
        if exchange.request.proxy != nil { return .cannotConnect(endpoint, reason: "the proxy: \(reason)") }
        let isAbsent = number == Int(ENOENT) || number == Int(ECONNREFUSED)
        return isAbsent ? .nobodyListens(endpoint, reason: reason) : .cannotConnect(endpoint, reason: reason)
    }

    /// curl's words for what went wrong, as a clause of a sentence.
    private func words(for code: CURLcode) -> String {
        var text = message[...]
        for beginning in ["SSL certificate problem: ", "SSL: "] where text.hasPrefix(beginning) {
            text = text.dropFirst(beginning.count)
        }
        while let last = text.last, last.isNewline || last == "." { text.removeLast() }
        guard !text.isEmpty else { return unsafe String(cString: curl_easy_strerror(code)).lowercased() }
        let isWord = text.dropFirst().first?.isLowercase ?? false
        return isWord ? text.prefix(1).lowercased() + text.dropFirst() : String(text)
    }
}
