import Glibc

/// Where log lines go: an open file descriptor, written in one call a line so that processes do not mix theirs.
///
/// What cannot be written is lost on purpose: a full pipe must not hold up a drain.
package struct LogSink: Sendable {
    private let descriptor: CInt

    /// The process's standard error.
    package static let standardError = LogSink(descriptor: STDERR_FILENO)

    /// The standard output of the container's first process, where `kubectl logs` reads; `nil` when this process is that
    /// one itself, may not write there, or has the same output already.
    ///
    /// The lines of a preStop hook are lost otherwise: the kubelet keeps none of them.
    package static func containerLog() -> LogSink? {
        guard getpid() != 1 else { return nil }
        let descriptor = unsafe open("/proc/1/fd/1", O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard !isSameFile(descriptor, STDERR_FILENO), !isSameFile(descriptor, STDOUT_FILENO) else {
            close(descriptor)
            return nil
        }
        return LogSink(descriptor: descriptor)
    }

    /// What a pipe takes in one piece. https://man7.org/linux/man-pages/man7/pipe.7.html
    private static let longestLine = 4096

    /// Writes one line, if the descriptor takes it now.
    func write(_ line: [UInt8]) {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&ready, 1, 0) == 1, ready.revents & Int16(POLLOUT) != 0 else { return }
        let isLong = line.count > Self.longestLine
        let piece = isLong ? line.prefix(Self.longestLine - 1) + [UInt8(ascii: "\n")] : line[...]
        _ = unsafe piece.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    private static func isSameFile(_ one: CInt, _ other: CInt) -> Bool {
        var (first, second) = (stat(), stat())
        guard unsafe fstat(one, &first) == 0, unsafe fstat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
}
