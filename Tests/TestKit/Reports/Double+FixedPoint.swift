extension Double {
    /// The number with so many digits after the point, six at most, rounded.
    package func fixed(_ digits: Int) -> String {
        guard isFinite, abs(self) < 1e12 else { return description }
        let digits = min(max(digits, 0), 6)
        let scale = (0..<digits).reduce(UInt64(1)) { scale, _ in scale * 10 }
        let scaled = UInt64((abs(self) * Double(scale)).rounded())
        let whole = (self < 0 && scaled > 0 ? "-" : "") + String(scaled / scale)
        guard digits > 0 else { return whole }
        let fraction = String(scaled % scale)
        return "\(whole).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }
}
