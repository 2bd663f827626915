import Glibc

/// What wakes the loop's thread: any thread rings, the loop's thread waits.
final class Bell: Sendable {
    /// Readable from the first ring until ``hush()``.
    let descriptor: CInt
    private let button: CInt

    /// Fails when the process has no descriptors left.
    init?() {
        var ends: [CInt] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        guard unsafe socketpair(AF_UNIX, CInt(kind), 0, &ends) == 0 else { return nil }
        (descriptor, button) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(button)
    }

    /// Ends the wait, or the next one.
    func ring() {
        // why: a buffer that is full rings already.
        _ = unsafe write(button, [1], 1)
    }

    /// Forgets all rings so far.
    func hush() {
        let size = 64
        unsafe withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { rings in
            while unsafe read(descriptor, rings.baseAddress, size) == size {}
        }
    }

    /// Waits for a ring, for `milliseconds` at most; whether there was one.
    func wait(milliseconds: CInt) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, milliseconds) > 0
    }
}
