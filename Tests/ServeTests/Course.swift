/// What something was, one state after the other.
struct Course<State: Hashable & Sendable>: Sendable {
    /// One state and when it may have been so.
    struct Entry: Sendable {
        let state: State
        /// From when on it may have been so.
        let written: ContinuousClock.Instant
        /// Until when it may have been so, once that is known.
        fileprivate(set) var replaced: ContinuousClock.Instant?

        /// Whether it may have been so at some moment from `begin` to `end`.
        func mayHaveBeen(from begin: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Bool {
            written <= end && (replaced.map { $0 >= begin } ?? true)
        }
    }

    /// How long what is settled may still be seen: endpoints travel beside the routes that a marker waits for.
    private static var slack: Duration { .milliseconds(200) }

    /// All states in the order in which they were written.
    private(set) var entries: [Entry]

    init(_ state: State) {
        entries = [Entry(state: state, written: .now)]
    }

    /// The last state.
    var latest: State? { entries.last?.state }

    /// When it began.
    var first: ContinuousClock.Instant? { entries.first?.written }

    mutating func change(to state: State) {
        entries.append(Entry(state: state, written: .now))
    }

    /// Notes that now all states are over but the last of those written before `instant` and those written after.
    mutating func settle(everythingBefore instant: ContinuousClock.Instant) {
        guard let last = entries.lastIndex(where: { $0.written <= instant }) else { return }
        for index in entries[..<last].indices where entries[index].replaced == nil {
            entries[index].replaced = .now + Self.slack
        }
    }

    /// All states that may have been in the time from `begin` to `end`.
    func states(from begin: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Set<State> {
        Set(entries.filter { $0.mayHaveBeen(from: begin, to: end) }.map(\.state))
    }
}
