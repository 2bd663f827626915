import Glibc

/// The streams a command writes its result and its complaints to.
package enum StandardStream: Sendable {
    /// The result.
    case output
    /// What people should know about it.
    case error

    /// Writes every byte; throws `.cannotWrite` when the reader is gone or the file behind the stream is full.
    package func write(_ bytes: [UInt8]) throws(FileError) {
        do throws(ErrorNumber) {
            try writeAll(bytes, to: self == .output ? STDOUT_FILENO : STDERR_FILENO)
        } catch {
            throw .cannotWrite(self == .output ? "standard output" : "standard error", error)
        }
    }
}
