/// How often the loop looks at its connections while little arrives, and often.
///
/// A look costs the same whether one event has arrived or ten: threads wake, and curl visits every transfer. So whoever
/// sends many small pieces is looked at no more than 25 times a second, and what it sends waits 40 ms at most. The first
/// pieces after some quiet, large answers, and those to what was asked a moment ago, do not wait.
struct Pace {
    /// The time between two looks.
    static let step = Duration.milliseconds(40)

    /// How much of that time may be saved up: 25 looks are free after a second of quiet.
    static let savings = Duration.seconds(1)

    /// Bytes in one look from which on it was worth its cost. Below the smallest window of TCP, so that waiting never
    /// limits a large answer.
    static let plenty = 32 * 1024

    /// Until when the looks so far have used up the time.
    private var spent: ContinuousClock.Instant

    /// Everything is saved up.
    init(at now: ContinuousClock.Instant) { spent = now - Self.savings }

    /// Somebody has asked for something, and waits.
    mutating func hurry(at now: ContinuousClock.Instant) { spent = min(spent, now - Self.savings) }

    /// A look has brought `bytes`; returns when the next one may be, where that is later than `now`.
    mutating func look(bringing bytes: Int, at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard bytes > 0, bytes < Self.plenty else { return nil }
        spent = max(spent, now - Self.savings) + Self.step
        return spent > now ? spent : nil
    }
}
