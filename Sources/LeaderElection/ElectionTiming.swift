/// How fast leadership changes hands; the defaults are Contour's.
package struct ElectionTiming: Sendable, Equatable {
    /// How long others wait for a renewal before they take over.
    package var leaseDuration: Duration

    /// How long the leader tries to renew before it stops leading.
    package var renewDeadline: Duration

    /// How long between two tries.
    package var retryPeriod: Duration

    /// Contour's times.
    package static let standard = ElectionTiming(
        checked: .seconds(15), renewDeadline: .seconds(10), retryPeriod: .seconds(2))

    /// Times that allow a leader to stop before another begins; throws what is wrong with them, in one clause.
    ///
    /// The lease must outlast the deadline, and the deadline more than 1.2 tries.
    package init(
        leaseDuration: Duration, renewDeadline: Duration, retryPeriod: Duration
    ) throws(ElectionTimingError) {
        guard retryPeriod > .zero else { throw .notPositive }
        guard leaseDuration >= .seconds(1) else { throw .leaseTooShort }
        guard leaseDuration > renewDeadline else { throw .deadlineTooLong }
        guard renewDeadline > retryPeriod * 6 / 5 else { throw .periodTooLong }
        self.init(checked: leaseDuration, renewDeadline: renewDeadline, retryPeriod: retryPeriod)
    }

    private init(checked leaseDuration: Duration, renewDeadline: Duration, retryPeriod: Duration) {
        self.leaseDuration = leaseDuration
        self.renewDeadline = renewDeadline
        self.retryPeriod = retryPeriod
    }
}

/// Why times do not make an election.
package enum ElectionTimingError: Error, Equatable, CustomStringConvertible {
    /// The time between tries is zero.
    case notPositive
    /// The lease is less than a second, the least a Lease can say.
    case leaseTooShort
    /// The leader would go on after others may take over.
    case deadlineTooLong
    /// The leader could not try twice.
    case periodTooLong

    /// What is wrong and what would be right, in one clause.
    package var description: String {
        switch self {
        case .notPositive: "--leader-election-retry-period must be longer than 0"
        case .leaseTooShort: "--leader-election-lease-duration must be at least 1s"
        case .deadlineTooLong:
            "--leader-election-lease-duration must be longer than --leader-election-renew-deadline"
        case .periodTooLong:
            "--leader-election-renew-deadline must be longer than 1.2 times --leader-election-retry-period"
        }
    }
}
