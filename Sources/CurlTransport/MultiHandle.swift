import CCurl
import Synchronization

/// curl's multi handle: the transfers in flight and the connections kept for the next ones.
///
/// Everything but ``wakeUp()`` is called by the loop's thread alone.
@safe final class MultiHandle: Sendable {
    /// Connections kept open after use; each belongs to one neighbour, and we have few.
    private static let keptConnections = 4

    /// Exchanges on one connection, unless the server allows fewer; Go's servers allow 250.
    private static let sharedStreams = 250

    /// The longest sleep; curl shortens it to its own timers and ``wakeUp()`` ends it. Thus an idle client costs nothing.
    private static let longestSleep = Duration.seconds(3600)

    // why: curl's handle is a raw pointer; the class promises by its contract above that one thread uses it.
    private nonisolated(unsafe) let pointer: UnsafeMutableRawPointer

    private let bell: Bell

    init?() {
        guard let bell = Bell(), Self.isCurlReady, let pointer = unsafe curl_multi_init() else { return nil }
        self.bell = bell
        unsafe self.pointer = unsafe pointer
        _ = unsafe ccurl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, Self.keptConnections)
        _ = unsafe ccurl_multi_set_long(pointer, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        _ = unsafe ccurl_multi_set_long(pointer, CURLMOPT_MAX_CONCURRENT_STREAMS, Self.sharedStreams)
    }

    deinit { _ = unsafe curl_multi_cleanup(pointer) }

    /// curl's global state, made once for the process.
    private static let isCurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Ends the sleep, or the next one, from any thread.
    func wakeUp() { bell.ring() }

    /// Begins a transfer.
    func add(_ handle: EasyHandle) -> Bool { unsafe curl_multi_add_handle(pointer, handle.pointer) == CURLM_OK }

    /// Ends a transfer, finished or not.
    func remove(_ handle: EasyHandle) { _ = unsafe curl_multi_remove_handle(pointer, handle.pointer) }

    /// Does what can be done without waiting.
    func perform() {
        var running: CInt = 0
        _ = unsafe curl_multi_perform(pointer, &running)
    }

    /// The next transfer that has ended, and curl's verdict.
    func nextFinished() -> (EasyHandle.Identity, CURLcode)? {
        var left: CInt = 0
        while let message = unsafe curl_multi_info_read(pointer, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE, let handle = unsafe message.pointee.easy_handle else {
                continue
            }
            return unsafe (EasyHandle.Identity(handle), ccurl_result(message))
        }
        return nil
    }

    /// Sleeps until a socket is ready, a timer of curl's is due, somebody calls ``wakeUp()`` or `deadline` is there.
    func poll(until deadline: ContinuousClock.Instant?) {
        var wait = curl_waitfd(fd: bell.descriptor, events: Int16(CURL_WAIT_POLLIN), revents: 0)
        _ = unsafe curl_multi_poll(pointer, &wait, 1, Self.milliseconds(until: deadline), nil)
        if wait.revents != 0 { bell.hush() }
    }

    /// Sleeps until somebody calls ``wakeUp()`` or `deadline` is there, whatever becomes of sockets and curl's timers.
    func nap(until deadline: ContinuousClock.Instant) {
        if bell.wait(milliseconds: Self.milliseconds(until: deadline)) { bell.hush() }
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> CInt {
        let limit = min(longestSleep, deadline.map { ContinuousClock.now.duration(to: $0) } ?? longestSleep)
        return limit <= .zero ? 0 : CInt(clamping: limit.wholeMilliseconds)
    }
}
