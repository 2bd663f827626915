private import DurableFiles
private import Glibc

/// The directory into which `certgen` writes; only its owner can read the files.
package struct CertificateDirectory: Sendable {
    /// What only the owner may read.
    private static let fileMode: UInt32 = 0o600
    /// The directory's mode; Contour's too.
    private static let directoryMode: UInt32 = 0o755
    /// More than any file of ours has, in bytes.
    private static let readLimit = 1 << 20

    private let path: String

    /// The directory at `path`, which need not exist.
    package init(path: String) {
        self.path = path
    }

    /// What the file of a name holds; nil when it cannot be read.
    package func contents(of name: String) -> [UInt8]? {
        try? readFile(file(name), limit: Self.readLimit)
    }

    /// Writes the files in turn, makes the directory if need be, and answers the paths written.
    ///
    /// Without `overwriting` nothing that exists is touched, and when one file fails, those written before it are removed.
    /// With it each file is replaced as a whole, its mode too.
    package func write(_ files: [CertificateFile], overwriting: Bool) throws(CertificatesError) -> [String] {
        do throws(FileError) { try Directory.create(path, mode: Self.directoryMode) } catch { throw .file(error) }
        var written: [String] = []
        do throws(CertificatesError) {
            for entry in files {
                let path = file(entry.name)
                if overwriting {
                    try replace(path, entry.contents)
                } else {
                    try create(path, entry.contents)
                }
                written.append(path)
            }
        } catch {
            if !overwriting { for path in written { _ = removeFile(path) } }
            throw error
        }
        return written
    }

    private func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }

    private func replace(_ path: String, _ contents: [UInt8]) throws(CertificatesError) {
        do throws(FileError) {
            try AtomicFile.replace(path, contents: contents, mode: Self.fileMode)
        } catch {
            throw .file(error)
        }
    }

    /// Creates a file that nobody else made, or removes what it wrote of it.
    private func create(_ path: String, _ contents: [UInt8]) throws(CertificatesError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, Self.fileMode)
        guard descriptor >= 0 else {
            throw errno == EEXIST ? .exists(path) : .file(.cannotCreate(path, ErrorNumber(code: errno)))
        }
        defer { _ = close(descriptor) }
        do throws(FileError) {
            // why: the umask can only take away, and what is left must be readable for the owner.
            guard fchmod(descriptor, Self.fileMode) == 0 else {
                throw .cannotSetMode(path, ErrorNumber(code: errno))
            }
            try fill(descriptor, contents, path)
        } catch {
            _ = removeFile(path)
            throw .file(error)
        }
    }

    private func fill(_ descriptor: CInt, _ contents: [UInt8], _ path: String) throws(FileError) {
        var rest = contents[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || count < 0 && errno == EINTR else {
                throw .cannotWrite(path, ErrorNumber(code: count < 0 ? errno : EIO))
            }
            rest = rest.dropFirst(max(0, count))
        }
        guard fsync(descriptor) == 0 else { throw .cannotSync(path, ErrorNumber(code: errno)) }
    }
}
