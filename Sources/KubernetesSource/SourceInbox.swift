import ObjectStore
import Synchronization

/// Where reflectors put what has changed, until it can be delivered.
final class SourceInbox: Sendable {
    private struct State {
        var pending = PendingBatch()
        /// Who has not synced yet; nil once it was told that all have.
        var unsynced: Set<ReflectorScope>?
    }

    private let state: Mutex<State>
    private let bell: AsyncStream<Void>.Continuation

    /// Rings when there is something to deliver.
    let rings: AsyncStream<Void>

    /// An inbox for what these follow.
    init(_ scopes: [ReflectorScope]) {
        state = Mutex(State(unsynced: Set(scopes)))
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Puts in what came of one reflector's work.
    func put(_ output: Reflector.Output, from scope: ReflectorScope, isSynced: Bool) {
        let isWorthTelling = state.withLock { state in
            state.pending.add(output.changes)
            state.pending.add(output.problems)
            if isSynced, state.unsynced != nil {
                state.unsynced?.remove(scope)
                if state.unsynced?.isEmpty == true {
                    state.unsynced = nil
                    state.pending.completeSync()
                }
            }
            return !state.pending.isEmpty
        }
        if isWorthTelling { bell.yield() }
    }

    /// Puts in news of a problem that is nobody's in particular.
    func put(_ problem: SourceProblem) {
        state.withLock { $0.pending.add([problem]) }
        bell.yield()
    }

    /// Takes what there is.
    func take() -> ObjectBatch { state.withLock { $0.pending.take() } }
}
