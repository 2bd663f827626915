import DurableFiles
import FoundationEssentials
import Operations

/// What has to outlive the manager for its successor to go on with a drain instead of beginning anew or forgetting it.
package struct DrainRecord: Sendable, Codable, Equatable {
    /// Names the drain in status, logs and the ready file.
    package let id: String

    /// Who began it.
    package var origin: DrainOrigin

    /// When it began, for people.
    package let startedAt: String

    /// What was asked.
    package let options: DrainOptions

    /// When it began, in nanoseconds since the machine booted.
    private let startedAtBootTime: Int64

    /// Which boot of the machine that was; after another, the time above means nothing.
    private let bootID: String

    /// A drain that begins now.
    package init(origin: DrainOrigin, options: DrainOptions) {
        self.origin = origin
        self.options = options
        id = String(UInt64.random(in: .min ... .max), radix: 16)
        startedAt = RFC3339.now()
        startedAtBootTime = BootTime.now().nanoseconds
        bootID = Self.currentBootID
    }

    /// How long ago the drain began.
    package func elapsed(now: Duration = BootTime.now()) -> Duration {
        max(.zero, now - .nanoseconds(startedAtBootTime))
    }

    /// Whether the drain can still be going on: the same boot of the machine, and not begun in the future.
    package var isOfThisBoot: Bool { bootID == Self.currentBootID && .nanoseconds(startedAtBootTime) <= BootTime.now() }

    private static let currentBootID: String = {
        let bytes = (try? readFile("/proc/sys/kernel/random/boot_id", limit: 128)) ?? []
        return String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    }()

    private enum CodingKeys: String, CodingKey {
        case id, origin, options
        case startedAt = "started"
        case startedAtBootTime = "started_boot_ns"
        case bootID = "boot_id"
    }
}

extension Duration {
    /// Whole nanoseconds; saturates.
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : product + attoseconds / 1_000_000_000
    }
}
