import CCurl
import Glibc
import HTTPTransport

/// One transfer of curl's, set up for one exchange. Used by the loop's thread alone.
@safe final class EasyHandle {
    /// Tells handles apart without holding them.
    struct Identity: Hashable {
        private let address: Int

        init(_ pointer: UnsafeMutableRawPointer) { address = Int(bitPattern: pointer) }
    }

    let exchange: CurlExchange
    let pointer: UnsafeMutableRawPointer
    /// Where curl writes what went wrong. https://curl.se/libcurl/c/CURLOPT_ERRORBUFFER.html
    private let words: UnsafeMutablePointer<CChar>
    private var lists: [TextList] = []
    private let sockets: SocketRegister
    private var isHeldBack = false
    private var lastByte: ContinuousClock.Instant

    var identity: Identity { unsafe Identity(pointer) }

    /// Fails when curl is out of memory or refuses an option. Sockets it makes are noted in `sockets`.
    init?(_ exchange: CurlExchange, notingIn sockets: SocketRegister) {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        self.exchange = exchange
        self.sockets = sockets
        // why: making a connection has a limit of its own, and only then can an answer come.
        lastByte = .now.advanced(by: max(.zero, min(exchange.request.connectTimeout, .seconds(86_400))))
        unsafe self.pointer = unsafe pointer
        unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        let hasWords = unsafe ccurl_set_pointer(pointer, CURLOPT_ERRORBUFFER, words) == CURLE_OK
        guard hasWords, configure(for: exchange.request), setReceivers() else { return nil }
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        unsafe words.deallocate()
    }

    /// Lets curl offer again what the reader had no room for.
    func resume() {
        isHeldBack = false
        lastByte = .now
        _ = unsafe curl_easy_pause(pointer, CURLPAUSE_CONT)
    }

    /// When the other side has been silent for too long; nil where silence is no failure, or the silence is our reader's.
    var silenceEnds: ContinuousClock.Instant? {
        guard !isHeldBack, let limit = exchange.request.idleTimeout else { return nil }
        return lastByte.advanced(by: max(.milliseconds(1), min(limit, .seconds(86_400))))
    }

    /// Ends the connection the exchange went over, and so everything else that goes over it.
    func breakConnection() {
        // why: curl tells the socket itself only to the last that uses it.
        var port = 0
        guard unsafe ccurl_get_long(pointer, CURLINFO_LOCAL_PORT, &port) == CURLE_OK, port > 0 else { return }
        sockets.shutDown(localPort: port)
    }

    /// What went wrong, in curl's words; empty when it has none.
    var message: String { unsafe String(cString: words) }

    /// A line of a head has arrived.
    fileprivate func receiveHeadLine(_ line: [UInt8]) {
        lastByte = .now
        sockets.note(received: line.count)
        exchange.receiveHeadLine(line)
    }

    /// A piece of the body has arrived; `false` when it cannot be taken now.
    fileprivate func receiveChunk(_ chunk: [UInt8]) -> Bool {
        lastByte = .now
        sockets.note(received: chunk.count)
        isHeldBack = !exchange.receiveChunk(chunk)
        return !isHeldBack
    }

    private func setReceivers() -> Bool {
        // why: unretained is enough, because the loop holds the handle while curl may call.
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        return unsafe ccurl_set_receiver(pointer, CURLOPT_HEADERFUNCTION, passHeadLine) == CURLE_OK
            && ccurl_set_pointer(pointer, CURLOPT_HEADERDATA, context) == CURLE_OK
            && ccurl_set_receiver(pointer, CURLOPT_WRITEFUNCTION, passBody) == CURLE_OK
            && ccurl_set_pointer(pointer, CURLOPT_WRITEDATA, context) == CURLE_OK
            && ccurl_set_socket_setter(pointer, passSocket) == CURLE_OK
            && ccurl_set_pointer(pointer, CURLOPT_SOCKOPTDATA, context) == CURLE_OK
    }

    /// A socket was made, for this exchange and those that come to share its connection.
    fileprivate func receiveSocket(_ socket: CInt) {
        sockets.note(socket)
        Self.limitSilence(of: socket)
    }
}

extension EasyHandle {
    /// Sets a number.
    func set(_ option: CURLoption, _ value: Int) -> Bool {
        unsafe ccurl_set_long(pointer, option, value) == CURLE_OK
    }

    /// Sets a text, which curl copies; nil takes back what curl sets by itself.
    func set(_ option: CURLoption, _ value: String?) -> Bool {
        guard let value else { return unsafe ccurl_set_string(pointer, option, nil) == CURLE_OK }
        // why: C would cut the text at a NUL and mean something else.
        guard !value.utf8.contains(0) else { return false }
        return unsafe ccurl_set_string(pointer, option, value) == CURLE_OK
    }

    /// Sets bytes, which curl copies.
    func set(_ option: CURLoption, _ value: [UInt8]) -> Bool {
        unsafe value.withUnsafeBytes { bytes in
            unsafe ccurl_set_blob(pointer, option, bytes.baseAddress, bytes.count) == CURLE_OK
        }
    }

    /// Sets a list, which lives as long as the handle.
    func setList(_ option: CURLoption, _ lines: [String]) -> Bool {
        guard let list = TextList(lines) else { return false }
        lists.append(list)
        return unsafe ccurl_set_pointer(pointer, option, list.first) == CURLE_OK
    }
}

/// A linked list of curl's.
@safe private final class TextList {
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    /// Fails when curl is out of memory, or a line holds what C takes for its end.
    init?(_ lines: [String]) {
        for line in lines {
            guard !line.utf8.contains(0), let longer = unsafe curl_slist_append(first, line) else { return nil }
            unsafe first = unsafe longer
        }
    }

    deinit { unsafe curl_slist_free_all(first) }
}

/// Called by curl with each line of a head. https://curl.se/libcurl/c/CURLOPT_HEADERFUNCTION.html
private func passHeadLine(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let (handle, line) = unsafe received(bytes, size, count, context) else { return 0 }
    handle.receiveHeadLine(line)
    return line.count
}

/// Called by curl with each piece of a body. https://curl.se/libcurl/c/CURLOPT_WRITEFUNCTION.html
private func passBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let (handle, chunk) = unsafe received(bytes, size, count, context) else { return 0 }
    return handle.receiveChunk(chunk) ? chunk.count : Int(CURL_WRITEFUNC_PAUSE)
}

/// Called by curl with each new socket. https://curl.se/libcurl/c/CURLOPT_SOCKOPTFUNCTION.html
private func passSocket(_ context: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ use: curlsocktype) -> CInt {
    guard let context = unsafe context else { return CInt(CURL_SOCKOPT_ERROR) }
    unsafe Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue().receiveSocket(socket)
    return CInt(CURL_SOCKOPT_OK)
}

private func received(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> (EasyHandle, [UInt8])? {
    guard let bytes = unsafe bytes, let context = unsafe context else { return nil }
    let (length, overflow) = size.multipliedReportingOverflow(by: count)
    guard !overflow, length >= 0 else { return nil }
    let handle = unsafe Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
    return unsafe (handle, Array(UnsafeRawBufferPointer(start: bytes, count: length)))
}
