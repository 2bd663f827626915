import Synchronization

/// The election as its two tasks share it, and the sleep that a change of the Lease ends.
final class Candidacy: Sendable {
    private struct State {
        var election: Election
        var isWoken = false
        var sleeper: AsyncStream<Never>.Continuation?
    }

    private let state: Mutex<State>

    init(_ election: Election) {
        state = Mutex(State(election: election))
    }

    /// Asks or tells the election something.
    @discardableResult
    func update<Answer: Sendable>(_ body: (inout Election) -> Answer) -> Answer {
        state.withLock { body(&$0.election) }
    }

    /// Ends the sleep, or the next one.
    func wake() {
        let sleeper = state.withLock { state in
            state.isWoken = state.sleeper == nil
            return state.sleeper.take()
        }
        sleeper?.finish()
    }

    /// Returns at that moment, when woken, or when the task is cancelled.
    func sleep(until deadline: ContinuousClock.Instant) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        let isWoken = state.withLock { state in
            guard !state.isWoken else {
                state.isWoken = false
                return true
            }
            state.sleeper = continuation
            return false
        }
        guard !isWoken else { return }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { for await _ in stream {} }
            tasks.addTask { try? await Task.sleep(until: deadline, clock: .continuous) }
            await tasks.next()
            tasks.cancelAll()
        }
        state.withLock { $0.sleeper = nil }
    }
}
