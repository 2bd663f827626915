/// From when to when a certificate holds, both included, in seconds since 1970-01-01T00:00:00Z.
package struct ValidityPeriod: Sendable, Equatable {
    /// The first second.
    package var notBefore: Int64
    /// The last second.
    package var notAfter: Int64

    /// A period between two moments.
    package init(notBefore: Int64, notAfter: Int64) {
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// The period Contour gives its certificates: from a day before `now`, for clocks that are behind, until `days` after it.
    package static func days(_ days: CertificateLifetime, from now: Int64) -> ValidityPeriod {
        ValidityPeriod(notBefore: now &- secondsPerDay, notAfter: now &+ Int64(days.days) &* secondsPerDay)
    }

    private static let secondsPerDay: Int64 = 86_400
}

/// For how many days certificates hold.
package struct CertificateLifetime: Sendable, Equatable {
    /// The number of days, from 1 to ``limit``.
    package let days: Int32

    /// The most days: a hundred years, after which nobody remembers how they were made.
    package static let limit: Int32 = 36_500

    /// Contour's lifetime: a year.
    package static let year = CertificateLifetime(unchecked: 365)

    /// So many days; 0 means a year, as in Contour. Nil for more than ``limit``.
    package init?(days: UInt64) {
        guard days <= UInt64(Self.limit) else { return nil }
        self.init(unchecked: days == 0 ? 365 : Int32(truncatingIfNeeded: days))
    }

    private init(unchecked days: Int32) {
        self.days = days
    }
}
