import Glibc
import TestKit

/// The CPU time of another process: what `utime` and `stime` add up to, without their grain of 10 ms.
package struct ProcessClock: Sendable {
    private let clock: clockid_t

    /// The clock of `process`.
    package init(of process: Int32) throws {
        var clock = clockid_t()
        guard unsafe clock_getcpuclockid(process, &clock) == 0 else {
            throw RigError("process \(process) has no CPU clock")
        }
        self.clock = clock
    }

    /// The time used so far, by all threads.
    package func now() throws -> Duration {
        var time = timespec()
        guard unsafe clock_gettime(clock, &time) == 0 else { throw RigError("a process has ended") }
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
