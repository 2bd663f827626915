import Glibc
package import NIOCore

/// Something the kernel tells about a watched directory.
///
/// https://man7.org/linux/man-pages/man7/inotify.7.html
package struct InotifyEvent: Sendable, Equatable {
    /// What is asked for, and may be told.
    package struct Kind: OptionSet, Sendable, Hashable {
        /// The bits of the kernel.
        package let rawValue: UInt32

        /// A set of these bits.
        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// Mode, owner or times have changed.
        package static let attributes = Kind(rawValue: 0x4)
        /// A file that was open for writing is closed.
        package static let written = Kind(rawValue: 0x8)
        /// A name has gone by a rename.
        package static let movedFrom = Kind(rawValue: 0x40)
        /// A name has come by a rename.
        package static let movedTo = Kind(rawValue: 0x80)
        /// A name has come otherwise.
        package static let created = Kind(rawValue: 0x100)
        /// A name has gone otherwise.
        package static let deleted = Kind(rawValue: 0x200)
        /// The directory itself is gone.
        package static let selfDeleted = Kind(rawValue: 0x400)
        /// The directory itself has another name.
        package static let selfMoved = Kind(rawValue: 0x800)
        /// The file system is gone.
        package static let unmounted = Kind(rawValue: 0x2000)
        /// Events were lost.
        package static let overflow = Kind(rawValue: 0x4000)
        /// The watch is gone.
        package static let ignored = Kind(rawValue: 0x8000)
        /// What it happened to is a directory.
        package static let directory = Kind(rawValue: 0x4000_0000)
    }

    /// The watch it belongs to; negative for an overflow.
    package var watch: Int32
    /// What happened.
    package var kind: Kind
    /// The same number for the two halves of a rename.
    package var cookie: UInt32
    /// The name in the directory it happened to; empty for the directory itself, and for what is no UTF-8.
    package var name: String

    /// An event of these parts.
    package init(watch: Int32, kind: Kind, cookie: UInt32 = 0, name: String = "") {
        self.watch = watch
        self.kind = kind
        self.cookie = cookie
        self.name = name
    }

    /// The whole events at the front of a buffer, which are taken from it.
    package static func take(from buffer: inout ByteBuffer) -> [InotifyEvent] {
        var events: [InotifyEvent] = []
        while let (watch, kind, cookie, length) = buffer.readMultipleIntegers(
            endianness: .host, as: (Int32, UInt32, UInt32, UInt32).self),
            let name = buffer.readBytes(length: Int(length))
        {
            events.append(
                InotifyEvent(
                    watch: watch, kind: Kind(rawValue: kind), cookie: cookie,
                    name: String(validating: name.prefix { $0 != 0 }, as: UTF8.self) ?? ""))
        }
        return events
    }
}
