import CoreMetrics
package import EnvoyAdmin
package import Operations

/// What the shutdown manager counts, in one place.
package struct DrainMetrics: Sendable {
    /// Every metric and what it means; `/metrics` shows the sentences as HELP.
    package static let help: [String: String] = [
        "attache_drain_state": "1 while a drain is going on, else 0.",
        "attache_drain_elapsed_seconds": "Seconds since the drain in progress began.",
        "attache_drain_deadline_seconds": "Seconds after which the drain ends whatever is left; 0 without a deadline.",
        "attache_drain_open_connections": "Open connections by class, as last read.",
        "attache_drain_initial_connections": "Open connections by class when the drain began.",
        "attache_drain_cut_total": "Connections by class that were still open when a drain ended.",
        "attache_drain_polls_seconds": "Readings of Envoy's statistics and the time they took.",
        "attache_drain_admin_errors_total": "Calls to Envoy's admin interface that failed, by kind.",
        "attache_drain_results_total": "Drains that ended, by result.",
        "attache_drain_recoveries_total": "False drains undone by telling Envoy to serve again.",
        "attache_drain_file_errors_total": "Files that could not be written, by file.",
        "attache_shutdown_waiters": "Requests to /shutdown that are waiting.",
    ]

    private let factory: PrometheusRegistry

    /// Metrics kept in `factory`.
    package init(_ factory: PrometheusRegistry) {
        self.factory = factory
        state(isDraining: false)
        waiters(0)
        Counter(label: "attache_drain_recoveries_total", factory: factory).increment(by: 0)
    }

    /// The text that `/metrics` answers.
    package func render() -> String { factory.render() }

    /// A drain goes on, or none does.
    package func state(isDraining: Bool) { gauge("attache_drain_state").record(isDraining ? 1 : 0) }

    /// How many requests to `/shutdown` wait.
    package func waiters(_ count: Int) { gauge("attache_shutdown_waiters").record(count) }

    /// A reading of Envoy's statistics succeeded.
    package func read(in cost: Duration) {
        Timer(label: "attache_drain_polls_seconds", factory: factory).recordNanoseconds(Int64(cost.inSeconds * 1e9))
    }

    /// A call to Envoy failed.
    package func failed(_ error: AdminError) {
        Counter(label: "attache_drain_admin_errors_total", dimensions: [("kind", error.kind)], factory: factory)
            .increment()
    }

    /// A file could not be written.
    package func fileFailed(_ name: String) {
        Counter(label: "attache_drain_file_errors_total", dimensions: [("file", name)], factory: factory).increment()
    }

    /// A false drain was undone.
    package func recovered() { Counter(label: "attache_drain_recoveries_total", factory: factory).increment() }

    /// The drain moved on.
    package func observe(_ status: DrainStatus) {
        state(isDraining: true)
        gauge("attache_drain_elapsed_seconds").record(Double(status.elapsed ?? 0) / 1000)
        gauge("attache_drain_deadline_seconds").record(Double(status.deadline ?? 0) / 1000)
        record(status.open, as: "attache_drain_open_connections")
        record(status.initial, as: "attache_drain_initial_connections")
    }

    /// The drain ended.
    package func finished(_ status: DrainStatus) {
        observe(status)
        state(isDraining: false)
        let result = status.result?.rawValue ?? "unknown"
        Counter(label: "attache_drain_results_total", dimensions: [("result", result)], factory: factory).increment()
        for (name, count) in Self.classes(status.cut ?? .none) {
            Counter(label: "attache_drain_cut_total", dimensions: [("class", name)], factory: factory).increment(
                by: count)
        }
    }

    private func record(_ reading: ConnectionReading?, as label: String) {
        guard let reading else { return }
        for (name, count) in Self.classes(reading) { gauge(label, [("class", name)]).record(count) }
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)] = []) -> Gauge {
        Gauge(label: label, dimensions: dimensions, factory: factory)
    }

    private static func classes(_ reading: ConnectionReading) -> [(String, Int)] {
        [
            ("request", reading.requests), ("websocket", reading.websockets), ("tcp", reading.tcp),
            ("idle", reading.idle),
        ]
    }
}
