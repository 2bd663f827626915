import Glibc

/// What this process uses, as the kernel tells it: the numbers behind the `process_` metrics.
///
/// See [standard and process collectors](https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics).
package struct ProcessReading: Sendable, Equatable {
    /// Time on processors, of the user and of the system, in seconds.
    package var processorSeconds: Double
    /// Memory that is resident, in bytes.
    package var residentBytes: Double
    /// Memory that is mapped, in bytes.
    package var virtualBytes: Double
    /// When the process began, in seconds since the machine was booted.
    package var startedAfterBoot: Double

    /// What is used now; nil where the kernel does not tell.
    package static func now() -> ProcessReading? {
        guard let text = read("/proc/self/stat") else { return nil }
        return ProcessReading(
            stat: text, ticksPerSecond: Double(sysconf(CInt(_SC_CLK_TCK))),
            pageBytes: Double(sysconf(CInt(_SC_PAGESIZE))))
    }

    /// What a line of [`/proc/pid/stat`](https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html) says; nil when it is
    /// none. The program's name stands in parentheses and may hold anything, so that fields count from the last one.
    init?(stat: String, ticksPerSecond: Double, pageBytes: Double) {
        guard ticksPerSecond > 0, pageBytes > 0, let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[end...].dropFirst().split { $0 == " " || $0 == "\n" }.map { Double($0) }
        // The first one is the third of the manual.
        func field(_ number: Int) -> Double? { fields.indices.contains(number - 3) ? fields[number - 3] : nil }
        guard let user = field(14), let system = field(15), let start = field(22), let virtual = field(23),
            let resident = field(24)
        else { return nil }
        processorSeconds = (user + system) / ticksPerSecond
        residentBytes = resident * pageBytes
        virtualBytes = virtual
        startedAfterBoot = start / ticksPerSecond
    }

    /// How many files, sockets and the like are open; nil where the kernel does not tell.
    package static func openFiles() -> Int? {
        guard let directory = unsafe opendir("/proc/self/fd") else { return nil }
        defer { unsafe _ = closedir(directory) }
        var count = 0
        while let entry = unsafe readdir(directory) {
            // Each is a number; beside them are the directory itself and its parent.
            if unsafe entry.pointee.d_name.0 != CChar(bitPattern: UInt8(ascii: ".")) { count += 1 }
        }
        // why: looking takes one.
        return max(0, count - 1)
    }

    /// How many may be open; nil where the kernel does not tell.
    package static func mostOpenFiles() -> Double? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Double(limit.rlim_cur)
    }

    /// When the machine was booted, in seconds since 1970 by the clock on the wall as it is set now.
    package static func bootMoment() -> Double {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_BOOTTIME, &time) == 0 else { return 0 }
        return UnixTime.now() - Double(time.tv_sec) - Double(time.tv_nsec) / 1e9
    }

    private static func read(_ path: String) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 2048)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
