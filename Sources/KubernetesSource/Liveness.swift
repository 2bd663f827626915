/// Tells silence from death: on an HTTP/2 connection to a peer that has vanished, watches hang for a quarter of an hour, as
/// they would with nothing to say.
///
/// https://github.com/kubernetes/client-go/issues/374
package struct Liveness: Sendable {
    /// How long nothing may arrive on any watch until the server is asked for a sign of life.
    package static let silence = Duration.seconds(30)
    /// How long it has for that.
    package static let answerTimeout = Duration.seconds(15)
    /// How often it is looked.
    package static let interval = Duration.seconds(5)

    /// What is to be done.
    package struct Verdict: Sendable, Equatable {
        /// Watches that should have begun, or gone on, and did not.
        package var stalled: [Int] = []
        /// Whether the server is to be asked for a sign of life.
        package var needsSign = false
    }

    private struct Watch {
        var lastHeard: ContinuousClock.Instant
        /// Whether the server is expected to send something without being asked: it has not begun to answer, or is sending
        /// what exists.
        var isDue = true
    }

    private var watches: [Int: Watch] = [:]
    private var nextNumber = 0
    private var lastHeard: ContinuousClock.Instant?

    /// No watches.
    package init() {}

    /// A watch is being opened; its number.
    package mutating func opened(at now: ContinuousClock.Instant) -> Int {
        nextNumber &+= 1
        watches[nextNumber] = Watch(lastHeard: now)
        lastHeard = now
        return nextNumber
    }

    /// Something arrived on a watch; `isDue`: more must come without a change.
    package mutating func heard(_ number: Int, isDue: Bool, at now: ContinuousClock.Instant) {
        lastHeard = now
        guard watches[number] != nil else { return }
        watches[number] = Watch(lastHeard: now, isDue: isDue)
    }

    /// The server gave a sign of life, or was asked for one.
    package mutating func asked(at now: ContinuousClock.Instant) { lastHeard = now }

    /// A watch has ended.
    package mutating func closed(_ number: Int) { watches[number] = nil }

    /// All watches that are open.
    package var open: [Int] { watches.keys.sorted() }

    /// Looks at the time.
    package func look(at now: ContinuousClock.Instant) -> Verdict {
        guard !watches.isEmpty else { return Verdict() }
        let stalled = watches.filter { $0.value.isDue && now - $0.value.lastHeard >= Self.silence }
        let needsSign = lastHeard.map { now - $0 >= Self.silence } ?? false
        return Verdict(stalled: stalled.keys.sorted(), needsSign: needsSign)
    }
}
