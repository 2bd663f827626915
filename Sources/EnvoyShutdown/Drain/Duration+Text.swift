extension Duration {
    /// Whole milliseconds, rounded down; saturates.
    package var milliseconds: Int {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, sumOverflow) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return sumOverflow ? .max : Int(sum)
    }

    /// Seconds, for metrics and rates.
    package var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

    /// Seconds with one decimal, as `8.1s`.
    package var text: String {
        let tenths = milliseconds / 100 + (milliseconds % 100 >= 50 ? 1 : 0)
        return "\(tenths / 10).\(abs(tenths % 10))s"
    }
}
