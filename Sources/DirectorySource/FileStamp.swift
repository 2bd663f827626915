import Glibc

/// What tells one state of a file from another without reading it.
package struct FileStamp: Sendable, Equatable {
    /// The file itself, whatever it is called.
    package var identity: FileIdentity
    /// The size in bytes.
    package var size: Int64
    /// When the contents changed last, in nanoseconds since the epoch.
    package var modified: Int64
    /// When the contents, the mode or the number of names changed last, in nanoseconds since the epoch.
    package var changed: Int64
    /// How many names lead to the file.
    package var nameCount: UInt64

    /// A stamp of these parts.
    package init(identity: FileIdentity, size: Int64, modified: Int64, changed: Int64, nameCount: UInt64) {
        self.identity = identity
        self.size = size
        self.modified = modified
        self.changed = changed
        self.nameCount = nameCount
    }

    /// Whether a later change is certain to show in the stamp: many file systems count time in steps of up to two seconds,
    /// and a file that changed just now may change again in the same step.
    package func isConclusive(at now: Int64) -> Bool {
        Self.time(from: max(modified, changed), to: now) > 2_000_000_000
    }

    /// Whether the file was written so shortly before, or since, that its writer may still be at it.
    package func isBeingWritten(at now: Int64) -> Bool {
        (-5_000_000_000..<100_000_000).contains(Self.time(from: modified, to: now))
    }

    /// Nanoseconds between two times, whatever they are.
    private static func time(from start: Int64, to end: Int64) -> Int64 {
        let (time, isTooLong) = end.subtractingReportingOverflow(start)
        return isTooLong ? (end > start ? .max : .min) : time
    }

    /// The time by which files are stamped, in nanoseconds since the epoch.
    package static var now: Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return nanoseconds(time)
    }

    /// A time in nanoseconds; times of foreign file systems may be anything.
    static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ Int64(time.tv_nsec)
    }
}

/// What identifies a file or directory while it exists, under all of its names.
package struct FileIdentity: Sendable, Hashable {
    /// The file system.
    package var device: UInt64
    /// The number in the file system.
    package var number: UInt64

    /// An identity of these parts.
    package init(device: UInt64, number: UInt64) {
        self.device = device
        self.number = number
    }
}
