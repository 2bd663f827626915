import Synchronization

/// Hands the newest snapshot to every stream; never waits for one.
package final class SnapshotPublisher: Sendable {
    /// The styles somebody subscribed to that have no snapshot yet, each once; one reader.
    package let demand: AsyncStream<SourceStyle>
    private let state: Mutex<State>

    /// A publisher without snapshots.
    package init() {
        let (stream, continuation) = AsyncStream.makeStream(of: SourceStyle.self)
        demand = stream
        state = Mutex(State(demand: continuation))
    }

    /// The newest snapshot of a style.
    package func latest(_ style: SourceStyle) -> Snapshot? {
        state.withLock { $0.latest[style] }
    }

    /// How many subscriptions of a style there are.
    package func subscribers(_ style: SourceStyle) -> Int {
        state.withLock { state in state.slots.values.count { $0.style == style } }
    }

    /// Makes a snapshot the newest of its style and wakes the subscribers. One that has not read yet gets this snapshot with
    /// the changes merged. One task at a time may call this.
    package func publish(_ snapshot: Snapshot, changes: ChangeSet, style: SourceStyle) {
        let readers = state.withLock { $0.publish(snapshot, changes: changes, style: style) }
        for reader in readers {
            reader.yield()
        }
    }

    /// The publications of a style from now on, the first of which is the newest snapshot; none before the first `publish`.
    package func subscribe(_ style: SourceStyle) -> SnapshotSubscription {
        let (wakes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let admission = state.withLock { $0.subscribe(style, continuation) }
        let id = admission.id
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.slots[id] = nil }
        }
        if admission.isFinished { continuation.finish() }
        if admission.hasSnapshot { continuation.yield() }
        admission.demand?.yield(style)
        return SnapshotSubscription(wakes: wakes) { [weak self] in
            self?.state.withLock { $0.take(id) }
        }
    }

    /// Forgets the newest snapshot of a style that nobody is subscribed to, so that the next subscription is a new demand;
    /// false when somebody is.
    package func retire(_ style: SourceStyle) -> Bool {
        state.withLock { $0.retire(style) }
    }

    /// Ends all subscriptions, those still to come, and `demand`.
    package func finish() {
        let (readers, demand) = state.withLock { ($0.finish(), $0.demand) }
        for reader in readers {
            reader.finish()
        }
        demand.finish()
    }
}
