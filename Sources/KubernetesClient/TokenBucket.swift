/// How many requests may go out: `rate` a second in the long run, `burst` at once.
struct TokenBucket: Sendable {
    /// Tokens a second.
    let rate: Double
    /// The most tokens that are kept.
    let burst: Double

    private var tokens: Double
    private var last: ContinuousClock.Instant

    /// A full bucket.
    init(rate: Double, burst: Int, at now: ContinuousClock.Instant) {
        self.rate = max(rate, 0.001)
        self.burst = Double(max(burst, 1))
        tokens = self.burst
        last = now
    }

    /// Takes a token, perhaps of the future: how long to wait until it is there.
    mutating func take(at now: ContinuousClock.Instant) -> Duration {
        let passed = max(.zero, now - last)
        last = max(last, now)
        tokens = min(burst, tokens + passed / .seconds(1) * rate) - 1
        return tokens >= 0 ? .zero : .seconds(-tokens / rate)
    }
}
