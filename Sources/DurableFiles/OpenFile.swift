import Glibc

/// An open file descriptor with exactly one owner; it is closed when the owner lets go of it.
struct OpenFile: ~Copyable {
    /// The descriptor, valid as long as this value lives.
    let descriptor: CInt

    /// Opens `path`; interrupted calls are repeated.
    init(_ path: String, flags: CInt, mode: mode_t = 0) throws(ErrorNumber) {
        guard path.utf8.allSatisfy({ $0 != 0 }) else { throw ErrorNumber(code: EINVAL) }
        let descriptor = try retrying { unsafe open(path, flags | O_CLOEXEC, mode) }
        self.descriptor = CInt(truncatingIfNeeded: descriptor)
    }

    deinit {
        _ = close(descriptor)
    }

    /// Sets the permission bits, whatever the umask.
    borrowing func setMode(_ mode: mode_t) throws(ErrorNumber) {
        _ = try retrying { Int(fchmod(descriptor, mode)) }
    }

    /// Changes the owner if this process may.
    borrowing func give(to owner: FileOwner) {
        _ = fchown(descriptor, owner.user, owner.group)
    }

    /// Writes every byte, over as many calls as it takes.
    borrowing func write(_ bytes: [UInt8]) throws(ErrorNumber) {
        try writeAll(bytes, to: descriptor)
    }

    /// Returns when the contents are on the disk.
    borrowing func sync() throws(ErrorNumber) {
        _ = try retrying { Int(fsync(descriptor)) }
    }
}

/// Whom a file belongs to.
struct FileOwner {
    /// The user's number.
    let user: uid_t
    /// The group's number.
    let group: gid_t
}

/// Repeats a system call while it is interrupted by signals; answers its result, or throws when that is negative.
func retrying(_ call: () -> some BinaryInteger) throws(ErrorNumber) -> Int {
    while true {
        let result = Int(truncatingIfNeeded: call())
        if result >= 0 { return result }
        let error = ErrorNumber.current
        guard error.code == EINTR else { throw error }
    }
}

/// Writes every byte to a descriptor, over as many calls as it takes.
func writeAll(_ bytes: [UInt8], to descriptor: CInt) throws(ErrorNumber) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = try retrying {
            unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        }
        // A call that writes nothing and reports nothing would be repeated forever.
        guard written > 0 else { throw ErrorNumber(code: EIO) }
        rest = rest.dropFirst(written)
    }
}
