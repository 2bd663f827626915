import Glibc

/// Directories: making them and asking whether files can be made in them.
package enum Directory {
    /// Makes sure that `path` is a directory, creating it and those above it as needed.
    ///
    /// - Parameters:
    ///   - path: The directory; one that exists is left as it is.
    ///   - mode: The permission bits of each directory created, whatever the umask.
    /// - Throws: Which directory cannot be created and why; those created before stay.
    package static func create(_ path: String, mode: UInt32) throws(FileError) {
        guard FileState.kind(of: path) != S_IFDIR else { return }
        if let parent = parent(of: path) { try create(parent, mode: mode) }
        do throws(ErrorNumber) {
            guard path.utf8.allSatisfy({ $0 != 0 }) else { throw ErrorNumber(code: EINVAL) }
            _ = try retrying { unsafe mkdir(path, mode) }
        } catch {
            // Somebody else may have been faster.
            guard FileState.kind(of: path) != S_IFDIR else { return }
            throw .cannotCreateDirectory(path, error)
        }
        do throws(ErrorNumber) { _ = try retrying { unsafe chmod(path, mode) } } catch {
            throw .cannotSetMode(path, error)
        }
    }

    /// Whether `path` is a directory in which this process may create files.
    package static func isWritable(_ path: String) -> Bool {
        guard FileState.kind(of: path) == S_IFDIR else { return false }
        return unsafe access(path, W_OK | X_OK) == 0
    }

    /// The directory above, or nothing when `path` has no further part that would have to be created first.
    private static func parent(of path: String) -> String? {
        var rest = path[...]
        while rest.last == "/" { rest = rest.dropLast() }
        guard let slash = rest.lastIndex(of: "/") else { return nil }
        let parent = rest[..<slash]
        return parent.isEmpty ? nil : String(parent)
    }
}
