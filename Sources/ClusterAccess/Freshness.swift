/// How long something that was read or asked for may be used: the decisions, in the caller's time.
struct Freshness<Value: Sendable>: Sendable {
    /// The shortest time between two attempts; only the first rejection of a value does not wait for it.
    let pause: Duration
    private var kept: (value: Value, since: ContinuousClock.Instant, until: ContinuousClock.Instant)?
    private var failed: (error: AccessError, until: ContinuousClock.Instant)?
    private var isRejected = false

    init(pause: Duration) {
        self.pause = pause
    }

    /// What is to be done when the value is wanted.
    enum Decision {
        case use(Value)
        case fail(AccessError)
        case obtain
    }

    /// What is to be done now.
    func decide(at now: ContinuousClock.Instant) -> Decision {
        if let failed, now < failed.until { return .fail(failed.error) }
        guard let kept, now < kept.until else { return .obtain }
        guard isRejected, now >= kept.since.advanced(by: pause) else { return .use(kept.value) }
        return .obtain
    }

    /// A new value may be used until `end`.
    mutating func keep(_ value: Value, from now: ContinuousClock.Instant, until end: ContinuousClock.Instant) {
        kept = (value, now, end)
        failed = nil
        isRejected = false
    }

    /// There was none to be had. The last one goes on for a `pause` where it was not rejected and does not end by itself.
    mutating func fail(
        _ error: AccessError, at now: ContinuousClock.Instant, keepsLast: Bool
    ) -> Result<
        Value, AccessError
    > {
        let end = now.advanced(by: pause)
        guard keepsLast, !isRejected, let last = kept else {
            failed = (error, end)
            return .failure(error)
        }
        kept = (last.value, last.since, end)
        return .success(last.value)
    }

    /// The server did not take the value.
    mutating func reject() { isRejected = true }
}
