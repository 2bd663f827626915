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
        var readers: Set<String> = []
        var told: [String] = []
        var followers: [UInt64: AsyncStream<LeaseRecord?>.Continuation] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Mutex(State())
    private let (follows, followed) = AsyncStream.makeStream(of: Void.self)
    private let (tellings, telling) = AsyncStream.makeStream(of: Void.self)

    var lease: LeaseRecord? { state.withLock(\.lease) }

    var writes: [LeaseRecord] { state.withLock(\.writes) }

    /// The names of the tasks that have read it.
    var readers: Set<String> { state.withLock(\.readers) }

    /// What people were told of it.
    var told: [String] { state.withLock(\.told) }

    /// Returns when somebody has begun to follow it so many times.
    func isFollowed(times: Int) async {
        var missing = times
        for await _ in follows {
            missing -= 1
            if missing <= 0 { return }
        }
    }

    /// Returns when people were told something more.
    func isTold() async {
        for await _ in tellings { return }
    }

    /// Whether requests are answered.
    func setReachable(_ isReachable: Bool) { state.withLock { $0.isReachable = isReachable } }

    /// Whether it can be followed, and not only be read.
    func setWatchable(_ isWatchable: Bool) { state.withLock { $0.isWatchable = isWatchable } }

    /// Lets the next two attempts to give it up meet another version, as after a renewal whose answer was lost.
    func touchUnseen() { state.withLock { $0.conflicts = 2 } }

    /// Gives the lease to somebody else.
    func steal(for holder: String) {
        state.withLock { state in
            state.version += 1
            state.lease?.holder = holder
            state.lease?.resourceVersion = "\(state.version)"
            for follower in state.followers.values { follower.yield(state.lease) }
        }
    }

    func read() async throws(LeaseStoreError) -> LeaseRecord? {
        guard !Task.isCancelled else { throw .unavailable(reason: "the request was cancelled") }
        let reader = Task.name ?? ""
        let (lease, isReachable) = state.withLock { state in
            state.readers.insert(reader)
            return (state.lease, state.isReachable)
        }
        guard isReachable else { throw .unavailable(reason: "unplugged") }
        return lease
    }

    func write(_ record: LeaseRecord) async throws(LeaseStoreError) -> LeaseRecord {
        guard !Task.isCancelled else { throw .unavailable(reason: "the request was cancelled") }
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

    func tell(_ sentence: String) async throws(LeaseStoreError) {
        guard !Task.isCancelled, state.withLock(\.isReachable) else { throw .unavailable(reason: "unplugged") }
        state.withLock { $0.told.append(sentence) }
        telling.yield()
    }

    @concurrent
    func follow(_ deliver: @Sendable (LeaseRecord?) -> Void) async throws(LeaseStoreError) {
        followed.yield()
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
