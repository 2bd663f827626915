/// The two ways in which certificates write times. <https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5>
enum CertificateTime {
    private static let range: ClosedRange<Int64> = -631_152_000...253_402_300_799

    /// Tag and content of a moment in seconds since 1970-01-01T00:00:00Z; moments outside the years 1950 to 9999 are moved
    /// to the nearest of them.
    static func encoded(_ seconds: Int64) -> (tag: UInt8, content: [UInt8]) {
        let seconds = min(max(seconds, range.lowerBound), range.upperBound)
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let time = seconds - day * 86_400
        let (year, month, dayOfMonth) = civil(day)
        let isShort = (1950..<2050).contains(year)
        let date = isShort ? digits(year % 100, 2) : digits(year, 4)
        let rest = [month, dayOfMonth, time / 3600, time / 60 % 60, time % 60].flatMap { digits($0, 2) }
        return (isShort ? 0x17 : 0x18, date + rest + [UInt8(ascii: "Z")])
    }

    /// The date of a day counted from 1970-01-01, for years that begin in March, so that leap days come last.
    private static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // Days since 0000-03-01.
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    private static func digits(_ number: Int64, _ count: Int) -> [UInt8] {
        let text = Array(String(number).utf8)
        return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, count - text.count)) + text
    }
}
