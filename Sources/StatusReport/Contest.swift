/// How one part of one status fares against other writers: how often it was taken from us, and when it may be taken back.
///
/// The first three times at once, then after 1, 2, 4 … 30 minutes, each wait off by up to a fifth; when nobody wrote for 15
/// minutes it is over.
package struct Contest: Sendable, Equatable {
    /// Who wrote last; a name may be of a product, so several installations may share it.
    package private(set) var rivals: [String] = []
    /// How often others wrote since it began.
    package private(set) var losses = 0
    /// When it began.
    package private(set) var began: ContinuousClock.Instant?
    /// When it may be taken back; nil when at once.
    package private(set) var retryAt: ContinuousClock.Instant?
    /// The length of the wait that is on; zero without one.
    package private(set) var wait: Duration = .zero
    /// Whether others' value stands where ours should.
    package private(set) var isLost = false

    private var lastLoss: ContinuousClock.Instant?
    private var regained: ContinuousClock.Instant?
    private var takeovers: [ContinuousClock.Instant] = []
    private var steps = 0

    /// So many takeovers are done at once.
    package static let free = 3
    /// Within so long.
    package static let window: Duration = .seconds(600)
    /// The first wait.
    package static let shortestWait: Duration = .seconds(60)
    /// The longest.
    package static let longestWait: Duration = .seconds(1800)
    /// Without other writers for so long, the contest is over.
    package static let calm: Duration = .seconds(900)

    /// Nobody has contested anything.
    package init() {}

    /// Whether it is on.
    package var isOn: Bool { lastLoss != nil }

    /// Whether somebody keeps on so that we wait.
    package var isFlapping: Bool { steps > 0 }

    /// Takes in that others wrote. Answers whether people are to be told: at the beginning and at each wait.
    ///
    /// `jitter` is a random number from -1 through 1. With `yields` nothing is ever taken at once.
    package mutating func lost(
        to rivals: [String], at now: ContinuousClock.Instant, jitter: Double, yields: Bool = false
    ) -> Bool {
        if !rivals.isEmpty { self.rivals = rivals }
        guard !isLost else {
            if yields, mayTake(at: now) { postpone(at: now, jitter: jitter) }
            return false
        }
        isLost = true
        losses += 1
        lastLoss = now
        if began == nil { began = now }
        takeovers.removeAll { now - $0 > Self.window }
        if steps == 0, takeovers.count < Self.free, !yields {
            retryAt = nil
            return losses == 1
        }
        postpone(at: now, jitter: jitter)
        return true
    }

    private mutating func postpone(at now: ContinuousClock.Instant, jitter: Double) {
        let length = min(Self.shortestWait * Double(1 << min(steps, 10)), Self.longestWait)
        wait = length * (1 + 0.2 * min(max(jitter, -1), 1))
        retryAt = now + wait
        steps += 1
    }

    /// Learns who wrote last, when that was not known.
    package mutating func learn(rivals: [String]) {
        if !rivals.isEmpty { self.rivals = rivals }
    }

    /// Whether it may be taken back.
    package func mayTake(at now: ContinuousClock.Instant) -> Bool { retryAt.map { $0 <= now } ?? true }

    /// Takes in that we wrote our value where others' stood.
    package mutating func taken(at now: ContinuousClock.Instant) {
        takeovers.append(now)
        if takeovers.count > Self.free { takeovers.removeFirst() }
        settled(at: now)
    }

    /// Takes in that our value stands, whoever wrote it.
    package mutating func settled(at now: ContinuousClock.Instant) {
        if isLost { regained = now }
        isLost = false
        retryAt = nil
        wait = .zero
    }

    /// When it is over if nobody writes; nil when nothing is contested or others' value stands. It counts from when ours stood
    /// again: the wait before that may have been longer.
    package var calmAt: ContinuousClock.Instant? { isLost ? nil : regained.map { $0 + Self.calm } }
}
