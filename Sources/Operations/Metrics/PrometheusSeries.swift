import CoreMetrics
import Synchronization

/// One series: a sum that counters add to and gauges replace, and how often a timer added.
final class PrometheusSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler, TimerHandler {
    /// The metric's name, as it is printed.
    let name: String

    /// The labels in their braces, as they are printed.
    let labels: String

    private let value = Mutex((sum: 0.0, count: 0))

    /// A series at zero.
    init(name: String, labels: String) {
        self.name = name
        self.labels = labels
    }

    /// The sum or last value, and the number of observations.
    func reading() -> (sum: Double, count: Int) { value.withLock { $0 } }

    func increment(by amount: Int64) { add(Double(amount)) }
    func increment(by amount: Double) { add(amount) }
    func decrement(by amount: Double) { add(-amount) }
    func set(_ value: Int64) { replace(Double(value)) }
    func set(_ value: Double) { replace(value) }
    func record(_ value: Int64) { replace(Double(value)) }
    func record(_ value: Double) { replace(value) }
    func recordNanoseconds(_ duration: Int64) { add(Double(duration) / 1e9) }
    func reset() { value.withLock { $0 = (0, 0) } }

    private func add(_ amount: Double) {
        value.withLock {
            $0.sum += amount
            $0.count &+= 1
        }
    }

    private func replace(_ new: Double) { value.withLock { $0.sum = new } }
}
