package import DurableFiles
import Glibc

/// The file that, for Contour's shutdown manager, says that the drain is over.
///
/// Ours answers `/shutdown` by itself and writes the file for others to see. It reads it for one purpose: a drain that
/// somebody else leads, Contour's hook for one, ends when that hook says so. The file outlives containers, so what was
/// there before us never counts.
package struct ReadyFile: Sendable {
    /// The path, `--ready-file`.
    package let path: String

    private let stale: Identity?

    /// Which file it is, and when it was written.
    private struct Identity: Sendable, Equatable {
        let inode: UInt
        let seconds: Int
        let nanoseconds: Int
    }

    /// Takes note of a file that is already there.
    package init(path: String) {
        self.path = path
        stale = Self.identity(of: path)
    }

    /// Whether a file was there before us.
    package var isStale: Bool { stale != nil && Self.identity(of: path) == stale }

    /// Removes the file; `false` when one is there and cannot be removed.
    package func remove() -> Bool { removeFile(path) }

    /// Whether the file appeared, or was written anew, since we began.
    package var isFresh: Bool {
        guard let current = Self.identity(of: path) else { return false }
        return current != stale
    }

    /// Says that the drain is over; the drain's ID tells whose word it is.
    package func write(drainID: String) throws(FileError) {
        try AtomicFile.replace(path, contents: Array((drainID + "\n").utf8), mode: 0o644, isDurable: false)
    }

    private static func identity(of path: String) -> Identity? {
        var information = stat()
        guard unsafe stat(path, &information) == 0 else { return nil }
        return Identity(
            inode: information.st_ino, seconds: information.st_mtim.tv_sec, nanoseconds: information.st_mtim.tv_nsec)
    }
}
