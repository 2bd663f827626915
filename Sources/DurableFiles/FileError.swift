/// Why a file or directory could not be written or read: one case per step, each with the path it happened at.
package enum FileError: Error, Sendable, Equatable {
    /// The directory that is to hold the file does not exist.
    case missingDirectory(String)
    /// Something other than a regular file stands at the path (a directory, a device, a socket).
    case notRegularFile(String)
    /// The temporary file beside the path cannot be created.
    case cannotCreate(String, ErrorNumber)
    /// The mode of the new file or directory cannot be set.
    case cannotSetMode(String, ErrorNumber)
    /// The contents cannot be written in full.
    case cannotWrite(String, ErrorNumber)
    /// The file or its directory cannot be forced to the disk.
    case cannotSync(String, ErrorNumber)
    /// The finished temporary file cannot take the name.
    case cannotRename(String, ErrorNumber)
    /// The directory, or one above it, cannot be created.
    case cannotCreateDirectory(String, ErrorNumber)
    /// The file cannot be opened or read.
    case cannotRead(String, ErrorNumber)
    /// The file holds more bytes than the reader accepts.
    case tooLarge(String, limit: Int)
}

extension FileError: CustomStringConvertible {
    /// One lower-case clause: what failed, where, why, and the remedy if one is known.
    package var description: String {
        switch self {
        case .missingDirectory(let path):
            "cannot create a file in \(path): there is no such directory; create it or mount the volume there"
        case .notRegularFile(let path):
            "cannot use \(path): it is not a regular file; name a file or remove what stands there"
        case .cannotCreate(let path, let reason):
            "cannot create \(path): \(reason)"
        case .cannotSetMode(let path, let reason):
            "cannot set the mode of \(path): \(reason)"
        case .cannotWrite(let path, let reason):
            "cannot write \(path): \(reason)"
        case .cannotSync(let path, let reason):
            "cannot force \(path) to the disk: \(reason)"
        case .cannotRename(let path, let reason):
            "cannot move the new contents to \(path): \(reason)"
        case .cannotCreateDirectory(let path, let reason):
            "cannot create the directory \(path): \(reason)"
        case .cannotRead(let path, let reason):
            "cannot read \(path): \(reason)"
        case .tooLarge(let path, let limit):
            "cannot read \(path): it is larger than \(limit) bytes; check that it is the right file"
        }
    }
}
