package import DurableFiles
import Glibc

/// What stands at a path.
package enum PathState: Sendable, Equatable {
    /// Nothing.
    case missing
    /// A regular file.
    case file(FileStamp)
    /// A directory.
    case directory(FileIdentity)
    /// A symbolic link, if links are not followed.
    case link
    /// A pipe, a device, a socket: nothing to open, because opening alone may wait or act.
    case other
    /// That cannot be told.
    case unknown(ErrorNumber)

    /// Looks at a path; a symbolic link at its end is followed on request.
    package init(of path: String, followingLink: Bool) {
        guard !path.utf8.contains(0) else {
            self = .missing
            return
        }
        var status = stat()
        while unsafe (followingLink ? stat(path, &status) : lstat(path, &status)) != 0 {
            switch errno {
            case EINTR: continue
            case ENOENT, ENOTDIR: self = .missing
            case let code: self = .unknown(ErrorNumber(code: code))
            }
            return
        }
        let identity = FileIdentity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            self = .file(
                FileStamp(
                    identity: identity, size: Int64(status.st_size), modified: FileStamp.nanoseconds(status.st_mtim),
                    changed: FileStamp.nanoseconds(status.st_ctim), nameCount: UInt64(status.st_nlink)))
        case S_IFDIR: self = .directory(identity)
        case S_IFLNK: self = .link
        default: self = .other
        }
    }
}
