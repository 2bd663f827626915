/// What was measured, in the order of the report.
struct Figures {
    /// One figure.
    struct Figure {
        /// What it is, with its unit.
        let name: String
        /// How much.
        let value: Double
        /// Whether it is a count, the same in every run; the others are times.
        let isCount: Bool
    }

    /// All figures.
    private(set) var all: [Figure] = []

    /// Adds a count.
    mutating func add(count: Double, _ name: String) {
        all.append(Figure(name: name, value: count, isCount: true))
    }

    /// Adds a time.
    mutating func add(time: Double, _ name: String) {
        all.append(Figure(name: name, value: time, isCount: false))
    }

    /// Adds the medians of what a piece of work took.
    mutating func add(_ work: String, of costs: [Cost]) {
        add(count: Self.median(costs.map(\.allocations)), "\(work): allocations")
        add(count: Self.median(costs.map(\.bytes)), "\(work): bytes allocated")
        add(time: Self.median(costs.map(\.time)), "\(work): CPU, us")
    }

    /// The middle sample, the upper one of two.
    static func median(_ samples: [Double]) -> Double {
        samples.isEmpty ? 0 : samples.sorted()[samples.count / 2]
    }
}
