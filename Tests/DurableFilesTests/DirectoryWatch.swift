import Glibc
import TestKit

/// What happens in a directory, as the kernel tells whoever watches it; Envoy watches in the same way.
struct DirectoryWatch: ~Copyable {
    /// The kinds of events asked for.
    enum Kind: UInt32, CaseIterable {
        case modified = 0x2
        case movedFrom = 0x40
        case movedTo = 0x80
        case created = 0x100
        case deleted = 0x200
    }

    /// Something that happened to one name.
    struct Event: Equatable {
        let kind: Kind
        let name: String
    }

    private let descriptor: CInt

    /// Watches from now on.
    init(_ directory: String) throws {
        descriptor = inotify_init1(CInt(O_NONBLOCK))
        let kinds = Kind.allCases.reduce(0) { $0 | $1.rawValue }
        guard unsafe inotify_add_watch(descriptor, directory, kinds) >= 0 else { throw WatchError(code: errno) }
    }

    deinit {
        _ = close(descriptor)
    }

    /// Everything that happened since the last call; equal events in a row are one.
    borrowing func events() throws -> [Event] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let descriptor = descriptor
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw WatchError(code: errno) }
        // Each event: watch, mask, cookie and length of 32 bits each, then a name of that length padded by NULs.
        var events: [Event] = []
        var rest = buffer.prefix(count)
        while rest.count >= 16 {
            let header = stride(from: 0, to: 16, by: 4).map { offset in
                rest.dropFirst(offset).prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            }
            let name = rest.dropFirst(16).prefix(Int(header[3]))
            guard let kind = Kind(rawValue: header[1]) else { throw WatchError(code: EINVAL) }
            events.append(Event(kind: kind, name: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)))
            rest = rest.dropFirst(16 + Int(header[3]))
        }
        return events
    }
}

/// A directory that cannot be watched.
struct WatchError: Error {
    let code: Int32
}
