import Synchronization

/// A wait that others can end.
package final class Doorbell: Sendable {
    private struct State {
        var isRung = false
        var sleeper: AsyncStream<Never>.Continuation?
    }

    private let state = Mutex(State())

    /// A bell that has not rung.
    package init() {}

    /// Ends the wait, or the next one.
    package func ring() {
        let sleeper = state.withLock { state in
            state.isRung = state.sleeper == nil
            return state.sleeper.take()
        }
        sleeper?.finish()
    }

    /// Returns when rung, at that moment, or when the task is cancelled; without a moment, only when rung or cancelled.
    package func wait(until deadline: ContinuousClock.Instant?) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        let isRung = state.withLock { state in
            guard !state.isRung else {
                state.isRung = false
                return true
            }
            state.sleeper = continuation
            return false
        }
        guard !isRung else { return }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask(name: "bell") { for await _ in stream {} }
            if let deadline {
                tasks.addTask(name: "deadline") { try? await Task.sleep(until: deadline, clock: .continuous) }
            }
            await tasks.next()
            tasks.cancelAll()
        }
        state.withLock { $0.sleeper = nil }
    }
}
