import Glibc

/// Replacement of a whole file, such that a reader sees the old contents or the new, never a part.
package enum AtomicFile {
    /// Puts `contents` at `path` by writing a temporary file in the same directory and renaming it.
    ///
    /// When this returns, contents and name are on the disk, unless `isDurable` is false. A symbolic link at `path` is itself replaced. Who watches
    /// the directory for renames (Envoy does) sees one.
    ///
    /// - Parameters:
    ///   - path: The file; its directory must exist.
    ///   - contents: All of its bytes.
    ///   - mode: The permission bits of the new file, whatever the umask.
    ///   - isDurable: Whether it has to outlive a crash of the machine, which costs two waits for the disk.
    /// - Throws: The step that failed. The temporary file is gone and whatever was at `path` is untouched; only
    ///   `.cannotSync` naming the directory comes after the replacement.
    package static func replace(_ path: String, contents: [UInt8], mode: UInt32, isDurable: Bool = true)
        throws(FileError)
    {
        try check(path)
        guard FileState.kind(of: path) ?? S_IFREG == S_IFREG else { throw .notRegularFile(path) }
        try rename(contents, to: path, mode: mode, like: nil, isDurable: isDurable)
    }

    /// Refuses a path that names nothing: C would cut it at a NUL and write another file.
    static func check(_ path: String) throws(FileError) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .cannotCreate(path, ErrorNumber(code: EINVAL)) }
    }

    /// Writes a temporary file and renames it; `former` is whose owner it gets, if this process may give files away.
    static func rename(
        _ contents: [UInt8], to path: String, mode: UInt32, like former: FileOwner?, isDurable: Bool
    ) throws(FileError) {
        let directory = directory(of: path)
        let file: TemporaryFile
        do throws(ErrorNumber) {
            file = try TemporaryFile(in: directory)
        } catch {
            throw error.code == ENOENT ? .missingDirectory(directory) : .cannotCreate(path, error)
        }
        if let former { file.give(to: former) }
        try file.fill(with: contents, mode: mode, for: path, isDurable: isDurable)
        try file.move(to: path)
        if isDurable { try sync(directory: directory) }
    }

    /// The directory that a path's last part is in.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Forces the directory's entries to the disk.
    ///
    /// A directory that may be written but not read cannot be synced, and some file systems sync none; then the rename
    /// is as durable as it can be.
    private static func sync(directory: String) throws(FileError) {
        do throws(ErrorNumber) {
            try OpenFile(directory, flags: O_RDONLY | O_DIRECTORY).sync()
        } catch {
            guard error.code == EACCES || error.code == EINVAL else { throw .cannotSync(directory, error) }
        }
    }
}
