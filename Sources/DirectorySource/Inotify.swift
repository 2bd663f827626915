package import DurableFiles
import Glibc

/// The kernel's notice board for changes of directories; closed when the last reference goes.
///
/// https://man7.org/linux/man-pages/man7/inotify.7.html
package final class Inotify: Sendable {
    private let descriptor: CInt

    private static let kinds: InotifyEvent.Kind = [
        .attributes, .written, .movedFrom, .movedTo, .created, .deleted, .selfDeleted, .selfMoved,
    ]

    /// Opens a board without watches.
    package init() throws(ErrorNumber) {
        descriptor = inotify_init1(CInt(O_NONBLOCK) | CInt(O_CLOEXEC))
        guard descriptor >= 0 else { throw ErrorNumber(code: errno) }
    }

    deinit {
        _ = close(descriptor)
    }

    /// A descriptor of the same board for somebody else to read and close.
    package func duplicateDescriptor() throws(ErrorNumber) -> CInt {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw ErrorNumber(code: errno) }
        return copy
    }

    /// Watches a directory; answers the number of the watch, the same for the same directory.
    package func add(_ directory: String) throws(ErrorNumber) -> Int32 {
        let onlyDirectories: UInt32 = 0x0100_0000
        let watch = unsafe inotify_add_watch(descriptor, directory, Self.kinds.rawValue | onlyDirectories)
        guard watch >= 0 else { throw ErrorNumber(code: errno) }
        return watch
    }

    /// Ends a watch.
    package func remove(_ watch: Int32) {
        _ = inotify_rm_watch(descriptor, watch)
    }
}
