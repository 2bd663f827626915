import Glibc

extension AtomicFile {
    /// How many symbolic links are followed, as many as the kernel follows.
    private static let linkLimit = 40

    /// Puts `contents` where a person said, with what stands there treated as by any program that opens and writes it.
    ///
    /// A symbolic link is followed, also to a file that does not exist yet. A file keeps its mode, and its owner where
    /// this process may give files away; it is replaced by a rename as by ``replace(_:contents:mode:isDurable:)``. Only
    /// where no rename is possible, because the file is a mount of its own or its directory cannot be written, and into
    /// devices and pipes, the bytes are written in place, so that a failure may leave a part of them.
    ///
    /// - Parameters:
    ///   - path: The file, device or pipe; a pipe without a reader is waited for.
    ///   - contents: All of its bytes.
    ///   - mode: The permission bits of a new file, whatever the umask.
    /// - Throws: The step that failed.
    package static func writeThrough(_ path: String, contents: [UInt8], mode: UInt32) throws(FileError) {
        try check(path)
        let status: stat
        do throws(ErrorNumber) {
            status = try FileState.status(of: path)
        } catch {
            return try rename(contents, to: try target(of: path), mode: mode, like: nil, isDurable: true)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: try replaceOrFill(path, contents: contents, status: status)
        case S_IFCHR, S_IFIFO: try fill(path, contents: contents, isDurable: false)
        default: throw .notRegularFile(path)
        }
    }

    private static func replaceOrFill(_ path: String, contents: [UInt8], status: stat) throws(FileError) {
        let place = try target(of: path)
        // why: some links, as those to open files, do not say where their file is.
        guard isSame(place, as: status) else { return try fill(path, contents: contents, isDurable: true) }
        do throws(FileError) {
            try rename(
                contents, to: place, mode: status.st_mode & 0o777,
                like: FileOwner(user: status.st_uid, group: status.st_gid), isDurable: true)
        } catch {
            guard error.forbidsRenames else { throw error }
            do throws(FileError) {
                try fill(path, contents: contents, isDurable: true)
            } catch .cannotCreate {
                // why: the directory is what can be mended.
                throw error
            }
        }
    }

    private static func isSame(_ path: String, as status: stat) -> Bool {
        guard let found = try? FileState.status(of: path) else { return false }
        return found.st_ino == status.st_ino && found.st_dev == status.st_dev
    }

    private static func fill(_ path: String, contents: [UInt8], isDurable: Bool) throws(FileError) {
        let file: OpenFile
        do throws(ErrorNumber) { file = try OpenFile(path, flags: O_WRONLY | O_TRUNC) } catch {
            throw .cannotCreate(path, error)
        }
        do throws(ErrorNumber) { try file.write(contents) } catch { throw .cannotWrite(path, error) }
        guard isDurable else { return }
        do throws(ErrorNumber) { try file.sync() } catch { throw .cannotSync(path, error) }
    }

    /// The path behind the symbolic links at the end of `path`; the links of its directories need not be resolved.
    private static func target(of path: String) throws(FileError) -> String {
        var target = path
        for _ in 0..<linkLimit {
            guard let next = link(at: target) else { return target }
            target = next.hasPrefix("/") ? next : "\(directory(of: target))/\(next)"
        }
        throw .cannotCreate(path, ErrorNumber(code: ELOOP))
    }

    /// What a symbolic link holds; nil where there is none.
    private static func link(at path: String) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink(path, &bytes, bytes.count)
        return count > 0 ? String(validating: bytes.prefix(count), as: UTF8.self) : nil
    }
}

extension FileError {
    /// Whether the place does not let files be replaced, which says nothing of the file itself.
    fileprivate var forbidsRenames: Bool {
        switch self {
        case .cannotCreate(_, let reason), .cannotRename(_, let reason):
            [EBUSY, EROFS, EACCES, EPERM].contains(reason.code)
        default: false
        }
    }
}
