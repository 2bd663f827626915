package import CoreMetrics
import KubernetesAPI
package import ObjectStore
import Operations
import RoutingGraph
import Synchronization
package import XDSModel

/// What the control plane counts, in one place; names that begin with `contour_` mean
/// [what they mean in Contour](https://projectcontour.io/docs/main/guides/prometheus/).
///
/// The cost of a batch is that of its changes, however many objects there are.
package final class ControlPlaneMetrics: Sendable {
    /// The most series: two for each of very many hosts.
    package static let seriesLimit = 250_000

    private let registry: PrometheusRegistry
    private let process: ProcessMetrics
    private let now: @Sendable () -> Double
    private let state = Mutex(State())

    private struct State {
        var proxies = ProxyTally()
        var objects = ObjectTally()
        var streams: [String: Int] = [:]
    }

    /// Metrics of this build.
    ///
    /// - Parameters:
    ///   - version: The release; a build does not know the commit and the branch it is made from.
    ///   - now: Tells the seconds since 1970.
    package init(version: String = "", now: @escaping @Sendable () -> Double = { UnixTime.now() }) {
        registry = PrometheusRegistry(help: Self.help, seriesLimit: Self.seriesLimit)
        process = ProcessMetrics(registry)
        self.now = now
        gauge("contour_build_info", [("version", version)]).record(1)
        gauge("attache_ready").record(0)
        gauge("attache_hosts").record(0)
        for variant in ["delta", "sotw"] { gauge("attache_streams", [("variant", variant)]).record(0) }
        count("contour_dagrebuild_total", by: 0)
        count("attache_source_problems_total", by: 0)
        for style in SourceStyle.allCases { published(style, times: 0) }
        for type in ResourceType.allCases {
            sent(type: type, responses: 0, bytes: 0, resources: 0, removed: 0)
            count("attache_rejections_total", [("type", type.abbreviation)], by: 0)
        }
    }

    /// The text that `/metrics` answers.
    package func render() -> String {
        process.read()
        return registry.render()
    }

    /// A batch was taken in.
    package func observe(batch: ObjectBatch, outcome: Engine.Outcome, engine: Engine, took: Duration) {
        observe(batch, outcome, engine.graph)
        count("attache_source_problems_total", by: batch.problems.count { !$0.isOver })
        for (style, _) in outcome.publications { published(style, times: 1) }
        gauge("attache_ready").record(engine.hasSynced ? 1 : 0)
        gauge("attache_hosts").record(engine.graph.hosts.count)
        let snapshot = engine.snapshot
        for type in ResourceType.allCases {
            gauge("attache_resources", [("type", type.abbreviation)]).record(snapshot[type].count)
        }
        guard !batch.changes.isEmpty || !outcome.publications.isEmpty else { return }
        gauge("contour_dagrebuild_timestamp").record(now())
        count("contour_dagrebuild_total")
        time("contour_dagrebuild_seconds", [], took)
        if !outcome.publications.isEmpty { time("contour_cachehandler_onupdate_duration_seconds", [], took) }
    }

    /// What became of the objects that changed or are told something else.
    private func observe(_ batch: ObjectBatch, _ outcome: Engine.Outcome, _ graph: Graph) {
        var operations: [Operation: Int] = [:]
        var proxies = Set(outcome.change.statuses.keys.filter { $0.kind == .httpProxy })
        let (counts, changed) = state.withLock { state in
            for change in batch.changes {
                let key = change.key
                let operation = state.objects.apply(change, isKept: graph.table[key] != nil)
                operations[Operation(name: operation.rawValue, kind: key.kind.name), default: 0] += 1
                if key.kind == .httpProxy { proxies.insert(key) }
            }
            for (key, status) in outcome.change.statuses { state.objects.note(key, isKept: status != nil) }
            var changed: [ProxyTally.Series: Int] = [:]
            for key in proxies {
                let record = Self.record(of: key, in: graph)
                changed.merge(state.proxies.replace(key.namespacedName, by: record)) { _, later in later }
            }
            return (state.objects.counts, changed)
        }
        for (operation, times) in operations {
            count(
                "contour_eventhandler_operation_total", [("kind", operation.kind), ("op", operation.name)], by: times)
        }
        for (kind, number) in counts { gauge("contour_dag_cache_object", [("kind", kind.name)]).record(number) }
        for (series, number) in changed { show(number, as: series) }
    }

    private struct Operation: Hashable {
        let name: String
        let kind: String
    }

    private static func record(of key: ObjectKey, in graph: Graph) -> ProxyTally.Record? {
        guard let status = graph.statuses[key], case .httpProxy(let proxy)? = graph.table[key] else { return nil }
        return ProxyTally.Record(host: proxy.spec.virtualhost?.fqdn.lowercased() ?? "", state: status.state)
    }

    private func show(_ number: Int, as series: ProxyTally.Series) {
        let gauge = gauge(series.name, series.labels)
        if number > 0 { gauge.record(number) } else { gauge.destroy() }
    }
}

// What is told from elsewhere than the control loop.
extension ControlPlaneMetrics {
    /// A stream was opened; `variant` is `delta` or `sotw`.
    package func streamOpened(variant: String) { change(variant, by: 1) }

    /// A stream ended.
    package func streamClosed(variant: String) { change(variant, by: -1) }

    /// A response of so many bytes was sent, which brings resources and takes some away.
    package func sent(type: ResourceType, bytes: Int, resources: Int, removed: Int) {
        sent(type: type, responses: 1, bytes: bytes, resources: resources, removed: removed)
    }

    /// An Envoy refused a response.
    package func rejected(type: ResourceType) { count("attache_rejections_total", [("type", type.abbreviation)]) }

    /// Something was published outside of a batch.
    package func published(_ style: SourceStyle) { published(style, times: 1) }

    private func change(_ variant: String, by difference: Int) {
        // why: set while locked, lest an older number come last.
        state.withLock { state in
            let number = max(0, (state.streams[variant] ?? 0) + difference)
            state.streams[variant] = number
            gauge("attache_streams", [("variant", variant)]).record(number)
        }
    }

    private func sent(type: ResourceType, responses: Int, bytes: Int, resources: Int, removed: Int) {
        let labels = [("type", type.abbreviation)]
        count("attache_responses_total", labels, by: responses)
        count("attache_response_bytes_total", labels, by: bytes)
        count("attache_response_resources_total", labels, by: resources)
        count("attache_response_removals_total", labels, by: removed)
    }

    private func published(_ style: SourceStyle, times: Int) {
        let name = style == .aggregated ? "aggregated" : "separate"
        count("attache_publications_total", [("style", name)], by: times)
    }

    /// The series of a gauge; its name must be in ``help``.
    package func gauge(_ label: String, _ dimensions: [(String, String)] = []) -> Gauge {
        Gauge(label: label, dimensions: dimensions, factory: registry)
    }

    /// Counts up the series of a counter; its name must be in ``help``.
    package func count(_ label: String, _ dimensions: [(String, String)] = [], by amount: Int = 1) {
        Counter(label: label, dimensions: dimensions, factory: registry).increment(by: amount)
    }

    /// Notes a duration in the series of a summary; its name must be in ``help``.
    package func time(_ label: String, _ dimensions: [(String, String)] = [], _ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Double(seconds) * 1e9 + Double(attoseconds) / 1e9
        Timer(label: label, dimensions: dimensions, factory: registry)
            .recordNanoseconds(Int64(min(max(0, nanoseconds), 1e18)))
    }
}
