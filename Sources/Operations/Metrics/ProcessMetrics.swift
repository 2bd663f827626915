import CoreMetrics

/// The `process_` metrics that every Prometheus client library has, read when they are asked for.
///
/// See [process metrics](https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics).
package final class ProcessMetrics: Sendable {
    /// What each means.
    package static let help: [String: String] = [
        "process_cpu_seconds_total": "Time on processors, of the user and of the system, in seconds.",
        "process_max_fds": "How many files and sockets may be open.",
        "process_open_fds": "How many files and sockets are open.",
        "process_resident_memory_bytes": "Memory that is resident, in bytes.",
        "process_start_time_seconds": "When the process began, in seconds since 1970.",
        "process_virtual_memory_bytes": "Memory that is mapped, in bytes.",
    ]

    private let registry: PrometheusRegistry
    private let boot: Double

    /// Metrics of this process in a registry.
    ///
    /// - Parameter boot: When the machine was booted, in seconds since 1970. It is asked once, for the clock on the wall may be
    ///   set later, and a process that seems to have begun anew looks like a restart.
    package init(_ registry: PrometheusRegistry, boot: Double = ProcessReading.bootMoment()) {
        self.registry = registry
        self.boot = boot
    }

    /// Notes what is used now; what the kernel does not tell is left out.
    package func read() {
        if let reading = ProcessReading.now() {
            registry.setCounter("process_cpu_seconds_total", to: reading.processorSeconds)
            gauge("process_resident_memory_bytes", reading.residentBytes)
            gauge("process_virtual_memory_bytes", reading.virtualBytes)
            gauge("process_start_time_seconds", boot + reading.startedAfterBoot)
        }
        if let count = ProcessReading.openFiles() { gauge("process_open_fds", Double(count)) }
        if let most = ProcessReading.mostOpenFiles() { gauge("process_max_fds", most) }
    }

    private func gauge(_ name: String, _ value: Double) { Gauge(label: name, factory: registry).record(value) }
}
