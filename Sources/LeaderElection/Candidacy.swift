import Rendezvous
import Synchronization

/// The election as its tasks share it, the sleep that a change of the Lease ends, and what people are to be told.
final class Candidacy: Sendable {
    private let election: Mutex<Election>
    private let doorbell = Doorbell()
    private let stage: AsyncStream<Bool>.Continuation

    /// That this candidate leads, or does not any more, for one reader; the newest few, where that is slow.
    let news: AsyncStream<Bool>

    init(_ election: Election) {
        self.election = Mutex(election)
        (news, stage) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(4))
    }

    /// People are to be told that this candidate leads, or does not any more; waits for nothing.
    func stage(leads: Bool) { stage.yield(leads) }

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
