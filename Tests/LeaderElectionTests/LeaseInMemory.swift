import LeaderElection
import Synchronization

/// A Lease that several candidates share, with the rules of the API server.
final class LeaseInMemory: LeaseStore {
    private struct State {
        var lease: LeaseRecord?
        var version = 0
        var isReachable = true
        var isWatchable = true
        var conflicts = 0
        var writes: [LeaseRecord] = []
        var followers: [UInt64: AsyncStream<LeaseRecord?>.Continuation] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Mutex(State())

    var lease: LeaseRecord? { state.withLock(\.lease) }

    var writes: [LeaseRecord] { state.withLock(\.writes) }

    /// Whether requests are answered.
    func setReachable(_ isReachable: Bool) { state.withLock { $0.isReachable = isReachable } }

    /// Whether it can be followed, and not only be read.
    func setWatchable(_ isWatchable: Bool) { state.withLock { $0.isWatchable = isWatchable } }

    /// Lets the next two attempts to give it up meet another version, as after a renewal whose answer was lost.
    func touchUnseen() { state.withLock { $0.conflicts = 2 } }

    func read() async throws(LeaseStoreError) -> LeaseRecord? {
        let (lease, isReachable) = state.withLock { ($0.lease, $0.isReachable) }
        guard isReachable else { throw .unavailable(reason: "unplugged") }
        return lease
    }

    func write(_ record: LeaseRecord) async throws(LeaseStoreError) -> LeaseRecord {
        let result: Result<LeaseRecord, LeaseStoreError> = state.withLock { state in
            guard state.isReachable else { return .failure(.unavailable(reason: "unplugged")) }
            guard record.resourceVersion == state.lease?.resourceVersion ?? "" else { return .failure(.conflict) }
            guard state.conflicts == 0 || !record.holder.isEmpty else {
                state.conflicts -= 1
                state.version += 1
                state.lease?.resourceVersion = "\(state.version)"
                return .failure(.conflict)
            }
            state.version += 1
            var record = record
            record.resourceVersion = "\(state.version)"
            state.lease = record
            state.writes.append(record)
            for follower in state.followers.values { follower.yield(record) }
            return .success(record)
        }
        return try result.get()
    }

    @concurrent
    func follow(_ deliver: @Sendable (LeaseRecord?) -> Void) async throws(LeaseStoreError) {
        guard state.withLock(\.isWatchable) else { throw .unavailable(reason: "watching is forbidden") }
        let (stream, continuation) = AsyncStream.makeStream(of: LeaseRecord?.self)
        let (id, lease) = state.withLock { state in
            state.lastID += 1
            state.followers[state.lastID] = continuation
            return (state.lastID, state.lease)
        }
        deliver(lease)
        for await lease in stream { deliver(lease) }
        state.withLock { $0.followers[id] = nil }
    }
}
