import Glibc

/// Moments as Prometheus writes them.
package enum UnixTime {
    /// Seconds since 1970 in UTC.
    package static func now() -> Double {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_REALTIME, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
