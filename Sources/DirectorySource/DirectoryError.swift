package import DurableFiles

/// Why a directory cannot serve as a source at all.
package enum DirectoryError: Error, Sendable, Equatable {
    /// Nothing is there.
    case missing(String)
    /// Something is there, and it is no directory.
    case notDirectory(String)
    /// The directory cannot be looked at.
    case unreadable(String, ErrorNumber)
}

extension DirectoryError: CustomStringConvertible {
    /// One lower-case line: what is wrong, where, and how to mend it.
    package var description: String {
        switch self {
        case .missing(let path):
            "cannot read objects from \(path): there is no such directory; create it or name another"
        case .notDirectory(let path):
            "cannot read objects from \(path): it is not a directory; name the directory that holds the files"
        case .unreadable(let path, let reason):
            "cannot read objects from \(path): \(reason)"
        }
    }
}
