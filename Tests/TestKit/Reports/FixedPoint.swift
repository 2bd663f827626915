extension Double {
    /// The number with so many digits after the point, rounded.
    package func fixed(_ digits: Int) -> String {
        guard isFinite, abs(self) < 1e12 else { return description }
        var scale: Int64 = 1
        for _ in 0..<min(max(digits, 0), 6) { scale *= 10 }
        let scaled = Int64((self * Double(scale)).rounded())
        let sign = scaled < 0 ? "-" : ""
        let whole = "\(sign)\(scaled.magnitude / scale.magnitude)"
        guard scale > 1 else { return whole }
        let fraction = String(scaled.magnitude % scale.magnitude)
        return "\(whole).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }
}

extension Duration {
    /// The duration in seconds, as in `13.07 s`.
    package func inSeconds(_ digits: Int = 2) -> String { (self / .seconds(1)).fixed(digits) + " s" }

    /// The duration in milliseconds, as in `41 ms`.
    package func inMilliseconds(_ digits: Int = 0) -> String { (self / .milliseconds(1)).fixed(digits) + " ms" }
}
