import TestKit

/// One look at a drain.
struct DrainMoment: Sendable {
    /// The step it is at, in the manager's word.
    let phase: String
    /// Since it began.
    let elapsed: Duration
    private let total: Int
    private let requests: Int
    private let idle: Int
    private let websockets: Int
    private let tcp: Int

    /// What `status` says; nil while nobody drains, or nothing is known of the connections.
    init?(_ status: JSONValue) {
        guard
            let phase = status["phase"]?.string, let elapsed = status["elapsed_ms"]?.wholeNumber,
            let counts = status["open"]
        else { return nil }
        self.phase = phase
        self.elapsed = .milliseconds(elapsed)
        func open(_ name: String) -> Int { counts[name]?.wholeNumber ?? 0 }
        (total, requests, idle) = (open("total"), open("requests"), open("idle"))
        (websockets, tcp) = (open("websockets"), open("tcp"))
    }

    /// Whether the drain is over.
    var isOver: Bool { phase == "over" }

    /// Whether the minimum for balancers to notice is over.
    var isPastMinimum: Bool { ["waiting", "idle_nudge", "over"].contains(phase) }

    /// The line of the table.
    var cells: [String] {
        [(elapsed / .seconds(1)).fixed(2), phase] + [total, requests, idle, websockets, tcp].map(String.init)
    }
}
