import CAllocations
import Glibc

/// What a piece of work took.
struct Cost {
    /// How many blocks it asked of the heap.
    var allocations = 0.0
    /// How many bytes.
    var bytes = 0.0
    /// CPU time of all threads, in microseconds.
    var time = 0.0

    /// What `work` takes.
    static func of<Answer>(_ work: () async throws -> Answer) async rethrows -> (Answer, Cost) {
        let start = Meter()
        let answer = try await work()
        return (answer, start.cost())
    }

    /// What `work` takes.
    static func of(_ work: () throws -> Void) rethrows -> Cost {
        let start = Meter()
        try work()
        return start.cost()
    }

    /// Makes sure that allocations are counted at all: another allocator may stand before ours.
    static func checkCounting() throws {
        _ = arrays()  // why: the runtime makes its own tables at first.
        let (content, cost) = arrays()
        guard cost.allocations == 100, (content...content + 100 * 64).contains(cost.bytes) else {
            throw BenchError("100 arrays of \(content) bytes count as \(cost.allocations) blocks, \(cost.bytes) bytes")
        }
    }

    private static func arrays() -> (Double, Cost) {
        var kept: [[UInt8]] = []
        kept.reserveCapacity(100)
        let cost = Cost.of { for size in 1...100 { kept.append([UInt8](repeating: 1, count: size * 100)) } }
        return (Double(kept.reduce(0) { $0 + $1.count }), cost)
    }

    /// How many bytes the heap holds now.
    static var held: Double { Double(heap_account_now().held) }
}

/// The counters as they stood.
private struct Meter {
    private let heap = heap_account_now()
    private let time = Meter.processTime()

    func cost() -> Cost {
        let time = Meter.processTime() - time
        let latter = heap_account_now()
        return Cost(
            allocations: Double(latter.count - heap.count), bytes: Double(latter.bytes - heap.bytes), time: time)
    }

    private static func processTime() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
}
