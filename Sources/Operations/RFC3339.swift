import Glibc

/// Moments as people and Kubernetes write them. https://www.rfc-editor.org/rfc/rfc3339#section-5.6
package enum RFC3339 {
    /// This moment in UTC, with milliseconds.
    package static func now() -> String {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_REALTIME, &time) == 0 else { return "1970-01-01T00:00:00.000Z" }
        return text(secondsSince1970: time.tv_sec, milliseconds: time.tv_nsec / 1_000_000)
    }

    /// A moment in UTC.
    static func text(secondsSince1970 seconds: Int, milliseconds: Int) -> String {
        var (seconds, calendar) = unsafe (time_t(seconds), tm())
        guard unsafe gmtime_r(&seconds, &calendar) != nil else { return "1970-01-01T00:00:00.000Z" }
        let date = unsafe "\(calendar.tm_year + 1900)-\(padded(calendar.tm_mon + 1, 2))-\(padded(calendar.tm_mday, 2))"
        let time = unsafe "\(padded(calendar.tm_hour, 2)):\(padded(calendar.tm_min, 2)):\(padded(calendar.tm_sec, 2))"
        return "\(date)T\(time).\(padded(CInt(milliseconds), 3))Z"
    }

    private static func padded(_ number: CInt, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
