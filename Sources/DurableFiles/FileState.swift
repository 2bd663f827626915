import Glibc

/// What stands at a path, as far as one needs to know before telling somebody else to read it.
package enum FileState: Sendable, Equatable {
    /// Nothing: the path, or a directory on the way, does not exist.
    case missing
    /// A directory, a device, a socket: not a file to read.
    case notRegular
    /// A regular file that this process may not open.
    case unreadable(ErrorNumber)
    /// A regular file without a byte.
    case empty
    /// A regular file that can be opened and holds something.
    case readable

    /// Looks at `path`, following symbolic links (which is how Kubernetes mounts secrets).
    package init(of path: String) {
        do throws(ErrorNumber) {
            let status = try Self.status(of: path)
            guard status.st_mode & S_IFMT == S_IFREG else {
                self = .notRegular
                return
            }
            _ = try OpenFile(path, flags: O_RDONLY | O_NONBLOCK)
            self = status.st_size > 0 ? .readable : .empty
        } catch {
            self = error.code == ENOENT || error.code == ENOTDIR ? .missing : .unreadable(error)
        }
    }

    /// The `S_IF…` bits of what `path` leads to, or nothing when that cannot be told.
    static func kind(of path: String) -> mode_t? {
        do throws(ErrorNumber) { return try status(of: path).st_mode & S_IFMT } catch { return nil }
    }

    /// What the system says of what `path` leads to.
    static func status(of path: String) throws(ErrorNumber) -> stat {
        guard path.utf8.allSatisfy({ $0 != 0 }) else { throw ErrorNumber(code: EINVAL) }
        var status = stat()
        _ = try retrying { unsafe stat(path, &status) }
        return status
    }
}
