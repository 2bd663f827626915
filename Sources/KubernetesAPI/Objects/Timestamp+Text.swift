extension Timestamp {
    /// The moment as Kubernetes writes it, in UTC: `2024-05-31T12:00:00Z`.
    ///
    /// Moments that are not ``writable`` are written as the nearest of them.
    package var rfc3339: String { "\(dateAndTime)Z" }

    /// The same with microseconds, as the fields of a Lease want it; ours are whole seconds.
    ///
    /// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/
    package var rfc3339Micro: String { "\(dateAndTime).000000Z" }

    private var dateAndTime: String {
        let seconds = min(max(secondsSinceEpoch, Self.writable.lowerBound), Self.writable.upperBound)
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let time = seconds - day * 86_400
        let date = Self.date(daysSinceEpoch: day)
        return "\(Self.digits(date.year, 4))-\(Self.digits(date.month, 2))-\(Self.digits(date.day, 2))"
            + "T\(Self.digits(time / 3600, 2)):\(Self.digits(time / 60 % 60, 2)):\(Self.digits(time % 60, 2))"
    }

    /// The seconds of the years 0 to 9999; RFC 3339 has no words for others.
    static let writable: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

    /// The day of the Gregorian calendar; years start in March, so that the leap day ends them.
    private static func date(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = daysSinceEpoch + 719_468
        let era = shifted >= 0 ? shifted / 146_097 : (shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
