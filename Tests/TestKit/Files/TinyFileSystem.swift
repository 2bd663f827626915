import Glibc

/// A memory file system of two pages, mounted on a directory as long as a value lives.
package struct TinyFileSystem: ~Copyable {
    private let path: String

    /// Mounts it; throws when this process may not mount.
    package init(at path: String) throws {
        guard unsafe mount("tmpfs", path, "tmpfs", 0, "size=8k") == 0 else {
            throw ScratchError(what: "mount", code: errno)
        }
        self.path = path
    }

    /// Mounts it, or says on standard output why that cannot be and answers nothing.
    ///
    /// What is then not run must be run another way too; a limit of the file size needs no rights.
    package static func mountedIfPermitted(at path: String) -> TinyFileSystem? {
        do {
            return try TinyFileSystem(at: path)
        } catch {
            print("not run here, because no file system can be mounted: \(error)")
            return nil
        }
    }

    deinit {
        _ = unsafe umount2(path, CInt(MNT_DETACH))
    }

    /// Makes it read-only from now on.
    package borrowing func makeReadOnly() throws {
        let flags = UInt(MS_REMOUNT | MS_RDONLY)
        guard unsafe mount("tmpfs", path, "tmpfs", flags, nil) == 0 else {
            throw ScratchError(what: "remount", code: errno)
        }
    }
}
