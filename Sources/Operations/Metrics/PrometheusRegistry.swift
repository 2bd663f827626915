package import CoreMetrics
import Synchronization

/// A swift-metrics backend that renders the Prometheus text format.
/// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
///
/// Counters become counters, meters and recorders become gauges of their last value, timers become summaries in seconds.
/// It keeps a bounded number of series; a label that is computed from input can thus not fill the memory. What is destroyed
/// is gone from the text.
package final class PrometheusRegistry: MetricsFactory {
    /// The most series that are kept if nothing else is said; further ones are measured into nothing.
    package static let seriesLimit = 10_000

    private let state = Mutex(State())

    private struct State {
        var families: [String: Family] = [:]
        var count = 0
    }

    private struct Family {
        let kind: Kind
        var series: [String: PrometheusSeries] = [:]
    }

    /// The type as the format spells it.
    private enum Kind: String {
        case counter, gauge, summary
    }

    private let help: [String: String]
    private let seriesLimit: Int

    /// A registry that explains its metrics by `help`, name → sentence.
    package init(help: [String: String] = [:], seriesLimit: Int = PrometheusRegistry.seriesLimit) {
        self.help = help
        self.seriesLimit = seriesLimit
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, .counter)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        series(label, dimensions, .gauge)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .summary)
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    /// Sets a counter that somebody else counts, such as the kernel; the total must never fall.
    package func setCounter(_ label: String, to total: Double) { series(label, [], .counter).set(total) }

    /// All series, sorted by name and labels.
    package func render() -> String {
        let families = state.withLock { $0.families }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            if let sentence = help[name] { text += "# HELP \(name) \(sentence)\n" }
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                let (sum, count) = series.reading()
                if family.kind == .summary {
                    text += "\(name)_sum\(labels) \(Self.number(sum))\n\(name)_count\(labels) \(count)\n"
                } else {
                    text += "\(name)\(labels) \(Self.number(sum))\n"
                }
            }
        }
        return text
    }

    private func series(_ label: String, _ dimensions: [(String, String)], _ kind: Kind) -> PrometheusSeries {
        let name = Self.sanitized(label)
        let labels = Self.labels(dimensions)
        return state.withLock { state in
            if let known = state.families[name]?.series[labels] { return known }
            let made = PrometheusSeries(name: name, labels: labels)
            guard state.count < seriesLimit, state.families[name]?.kind ?? kind == kind else { return made }
            state.families[name, default: Family(kind: kind)].series[labels] = made
            state.count += 1
            return made
        }
    }

    /// Takes a series out; one that is not in, or no more, leaves everything as it is.
    private func remove(_ handler: AnyObject) {
        guard let series = handler as? PrometheusSeries else { return }
        state.withLock { state in
            guard state.families[series.name]?.series[series.labels] === series else { return }
            state.families[series.name]?.series[series.labels] = nil
            if state.families[series.name]?.series.isEmpty == true { state.families[series.name] = nil }
            state.count -= 1
        }
    }

    /// Whole numbers without a fraction, as people like to read them.
    private static func number(_ value: Double) -> String {
        value.rounded() == value && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
    }

    /// The name with `_` for every character that names must not have. Nearly all names are fine as they are, and bytes
    /// tell so many times faster than characters.
    private static func sanitized(_ name: String) -> String {
        guard !name.utf8.allSatisfy(isPlain) else { return name }
        return String(name.map { $0.utf8.allSatisfy(isPlain) ? $0 : "_" })
    }

    /// Whether the byte is a character that names may have.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"): true
        default: false
        }
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        guard !dimensions.isEmpty else { return "" }
        let pairs = dimensions.map { key, value in "\(sanitized(key))=\"\(escaped(value))\"" }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    /// The value with what would end it or its line written otherwise; few have any of that.
    ///
    /// Scalars are looked at, not characters: a line feed after a carriage return is not one by itself.
    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else { return value }
        return value.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
