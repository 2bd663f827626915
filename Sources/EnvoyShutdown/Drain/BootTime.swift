import Glibc

/// Time since the machine booted: the same for every process and container on it, and untouched by clock changes.
package enum BootTime {
    /// Now. Zero if the kernel has no such clock, which Linux has had since 2.6.39.
    package static func now() -> Duration {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_BOOTTIME, &time) == 0 else { return .zero }
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
