import Rendezvous
import Synchronization

/// The election as its two tasks share it, and the sleep that a change of the Lease ends.
final class Candidacy: Sendable {
    private let election: Mutex<Election>
    private let doorbell = Doorbell()

    init(_ election: Election) {
        self.election = Mutex(election)
    }

    /// Asks or tells the election something.
    @discardableResult
    func update<Answer: Sendable>(_ body: (inout Election) -> Answer) -> Answer {
        election.withLock { body(&$0) }
    }

    /// Ends the sleep, or the next one.
    func wake() { doorbell.ring() }

    /// Returns at that moment, when woken, or when the task is cancelled.
    func sleep(until deadline: ContinuousClock.Instant) async { await doorbell.wait(until: deadline) }
}
