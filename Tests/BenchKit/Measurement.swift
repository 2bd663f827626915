import TestKit

/// A figure, measured several times.
package struct Measurement: Sendable {
    /// What was measured.
    package let figure: String
    /// Of the samples and of the budget.
    package let unit: String
    /// In the order they were taken; never empty.
    private let sorted: [Double]
    /// The most the median may be; nil where the figure is context only.
    private let budget: Double?
    private let digits: Int

    /// A figure of these samples; nil when there are none.
    package init?(_ figure: String, _ samples: [Double], _ unit: String, digits: Int = 1, budget: Double? = nil) {
        guard !samples.isEmpty else { return nil }
        self.figure = figure
        self.unit = unit
        self.sorted = samples.sorted()
        self.budget = budget
        self.digits = digits
    }

    /// The middle sample, or the mean of the two in the middle.
    package var median: Double { (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2 }

    /// `ok`, or by how much the median is over the budget; a dash without one.
    package var verdict: String {
        guard let budget else { return "-" }
        let excess = median - budget
        guard excess > 0 else { return "ok" }
        let digits = (1...4).first { excess.fixed($0).contains { ("1"..."9").contains($0) } } ?? 4
        return "MISSED by \(excess.fixed(max(digits, self.digits))) \(unit)"
    }

    /// The line of the table.
    package var cells: [String] {
        [figure, "\(sorted.count)"]
            + [sorted[0], median, sorted[sorted.count - 1]].map { $0.fixed(digits) }
            + [unit, budget.map { $0.fixed($0 == $0.rounded() ? 0 : 1) } ?? "-", verdict]
    }
}
