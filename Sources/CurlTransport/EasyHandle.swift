import CCurl
import Glibc
import HTTPTransport
import HTTPTypes

/// One transfer of curl's, set up for one exchange. Used by the loop's thread alone.
@safe final class EasyHandle {
    /// Tells handles apart without holding them.
    struct Identity: Hashable {
        private let address: Int

        init(_ pointer: UnsafeMutableRawPointer) { address = Int(bitPattern: pointer) }
    }

    let exchange: CurlExchange
    let pointer: UnsafeMutableRawPointer
    private var headerList: UnsafeMutablePointer<curl_slist>?

    var identity: Identity { unsafe Identity(pointer) }

    /// Fails when curl is out of memory or refuses an option.
    init?(_ exchange: CurlExchange) {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        self.exchange = exchange
        unsafe self.pointer = unsafe pointer
        guard configure() else { return nil }
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        unsafe curl_slist_free_all(headerList)
    }

    /// Lets curl offer again what the reader had no room for.
    func resume() { _ = unsafe curl_easy_pause(pointer, CURLPAUSE_CONT) }

    /// The end of the exchange in our own terms.
    func outcome(_ code: CURLcode) -> Result<Void, HTTPTransportError> {
        let endpoint = exchange.request.endpoint
        switch code {
        case CURLE_OK: return .success(())
        case CURLE_OPERATION_TIMEDOUT: return .failure(.timedOut(endpoint))
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST:
            var number = 0
            _ = unsafe ccurl_get_long(pointer, CURLINFO_OS_ERRNO, &number)
            let reason =
                number == 0 ? Self.text(of: code) : unsafe String(cString: strerror(CInt(truncatingIfNeeded: number)))
            let isAbsent = number == Int(ENOENT) || number == Int(ECONNREFUSED)
            return .failure(
                isAbsent
                    ? .nobodyListens(endpoint, reason: reason.lowercased())
                    : .cannotConnect(endpoint, reason: reason.lowercased()))
        default: return .failure(.interrupted(endpoint, reason: Self.text(of: code)))
        }
    }

    private static func text(of code: CURLcode) -> String {
        unsafe String(cString: curl_easy_strerror(code)).lowercased()
    }

    private func configure() -> Bool {
        let request = exchange.request
        let isConfigured = [
            setTarget(request),
            setMethodAndBody(request),
            setHeaderFields(request.headerFields),
            set(CURLOPT_NOSIGNAL, 1),
            set(CURLOPT_PROXY, ""),
            set(CURLOPT_PROTOCOLS_STR, "http"),
            set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1),
            set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.wholeMilliseconds),
            set(CURLOPT_TIMEOUT_MS, request.timeout?.wholeMilliseconds ?? 0),
        ]
        return isConfigured.allSatisfy { $0 } && setReceivers()
    }

    private func setTarget(_ request: OutboundRequest) -> Bool {
        switch request.endpoint {
        case .unixSocket(let path):
            // why: over a unix socket the host is only what stands in the Host field; Envoy's admin takes any.
            return set(CURLOPT_UNIX_SOCKET_PATH, path) && set(CURLOPT_URL, "http://localhost" + request.path)
        case .network:
            return set(CURLOPT_URL, "http://\(request.endpoint)" + request.path)
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

    private func setHeaderFields(_ fields: HTTPFields) -> Bool {
        // why: `Expect: 100-continue` costs a round trip, and curl adds it by itself.
        for line in fields.map({ "\($0.name.rawName): \($0.value)" }) + ["Expect:"] {
            guard let list = unsafe curl_slist_append(headerList, line) else { return false }
            unsafe headerList = unsafe list
        }
        return unsafe ccurl_set_pointer(pointer, CURLOPT_HTTPHEADER, headerList) == CURLE_OK
    }

    private func setReceivers() -> Bool {
        // why: unretained is enough, because the loop holds the handle, and so the exchange, while curl may call.
        let context = unsafe Unmanaged.passUnretained(exchange).toOpaque()
        return unsafe ccurl_set_receiver(pointer, CURLOPT_HEADERFUNCTION, receiveHeadLine) == CURLE_OK
            && ccurl_set_pointer(pointer, CURLOPT_HEADERDATA, context) == CURLE_OK
            && ccurl_set_receiver(pointer, CURLOPT_WRITEFUNCTION, receiveBody) == CURLE_OK
            && ccurl_set_pointer(pointer, CURLOPT_WRITEDATA, context) == CURLE_OK
    }

    private func set(_ option: CURLoption, _ value: Int) -> Bool {
        unsafe ccurl_set_long(pointer, option, value) == CURLE_OK
    }

    private func set(_ option: CURLoption, _ value: String) -> Bool {
        unsafe ccurl_set_string(pointer, option, value) == CURLE_OK
    }
}

/// Called by curl with each line of a head. https://curl.se/libcurl/c/CURLOPT_HEADERFUNCTION.html
private func receiveHeadLine(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let (exchange, line) = unsafe received(bytes, size, count, context) else { return 0 }
    exchange.receiveHeadLine(line)
    return line.count
}

/// Called by curl with each piece of a body. https://curl.se/libcurl/c/CURLOPT_WRITEFUNCTION.html
private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let (exchange, chunk) = unsafe received(bytes, size, count, context) else { return 0 }
    return exchange.receiveChunk(chunk) ? chunk.count : Int(CURL_WRITEFUNC_PAUSE)
}

private func received(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> (CurlExchange, [UInt8])? {
    guard let bytes = unsafe bytes, let context = unsafe context else { return nil }
    let (length, overflow) = size.multipliedReportingOverflow(by: count)
    guard !overflow, length >= 0 else { return nil }
    let exchange = unsafe Unmanaged<CurlExchange>.fromOpaque(context).takeUnretainedValue()
    return unsafe (exchange, Array(UnsafeRawBufferPointer(start: bytes, count: length)))
}

extension Duration {
    /// In milliseconds, rounded up, between one and a day, which is what curl's options hold without surprise.
    fileprivate var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 86_400 else { return 86_400_000 }
        guard seconds >= 0 else { return 1 }
        let milliseconds = Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
        return max(1, milliseconds)
    }
}
