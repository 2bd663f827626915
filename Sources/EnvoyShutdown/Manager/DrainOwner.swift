import Synchronization

/// The one place that knows whether Envoy is being drained, who waits for it and who is told: shared by the manager's
/// task, which carries drains out, and by every HTTP request.
package final class DrainOwner: Sendable {
    /// Whoever waits for Envoy's release; `nil` when it gave up.
    private typealias Waiter = CheckedContinuation<DrainStatus?, Never>

    private struct State {
        var machine: StateMachine
        var status: DrainStatus
        var waiters: [Int: Waiter] = [:]
        var listeners: [Int: AsyncStream<DrainStatus>.Continuation] = [:]
        var lastID = 0
        var watchers = 0

        /// Makes `new` the status and tells everybody.
        mutating func show(_ new: DrainStatus) {
            let recoveries = max(new.recoveries, status.recoveries)
            status = new
            status.recoveries = recoveries
            status.waiters = machine.waiters
            for listener in listeners.values { listener.yield(status) }
        }

        mutating func makeID() -> Int {
            lastID &+= 1
            return lastID
        }
    }

    private let state: Mutex<State>
    private let wake: AsyncStream<Void>.Continuation

    /// One element whenever there may be a new duty.
    let calls: AsyncStream<Void>

    private let metrics: DrainMetrics
    private let now: @Sendable () -> Duration

    /// An owner of no drain; `admin` is the admin address that `/status` shows.
    package init(
        admin: String, policy: ManagerPolicy, metrics: DrainMetrics,
        now: @escaping @Sendable () -> Duration = BootTime.now
    ) {
        state = Mutex(State(machine: StateMachine(policy: policy), status: .serving(admin: admin)))
        (calls, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.metrics = metrics
        self.now = now
    }

    /// Where the drain stands, or that there is none.
    package var status: DrainStatus { state.withLock { $0.status } }

    /// Begins a drain; one that goes on already is joined instead, `false`.
    @discardableResult
    func begin(_ record: DrainRecord, _ plan: DrainPlan) -> Bool {
        let hasBegun = state.withLock { state in
            guard state.machine.begin(record, plan, at: now()) else { return false }
            var fresh = DrainStatus.serving(admin: state.status.envoy.admin)
            fresh.state = .draining
            fresh.phase = .delay
            fresh.drainID = record.id
            fresh.origin = record.origin
            fresh.started = record.startedAt
            fresh.elapsed = 0
            fresh.recoveries = state.status.recoveries
            state.show(fresh)
            return true
        }
        wake.yield()
        return hasBegun
    }

    /// Waits until Envoy may be ended; `nil` when the calling task was cancelled first.
    func waitForRelease() async -> DrainStatus? {
        let id = state.withLock { $0.makeID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: Waiter) in
                let answer: DrainStatus?? = state.withLock { state in
                    if case .over(let status, _) = state.machine.phase { return .some(status) }
                    guard !Task.isCancelled else { return .some(nil) }
                    state.waiters[id] = waiter
                    return nil
                }
                if let answer { waiter.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
            waiter?.resume(returning: nil)
        }
    }

    /// Somebody asked `/shutdown`.
    func attachWaiter() {
        state.withLock { $0.machine.attachWaiter(at: now()) }
        noteWaiters()
    }

    /// The answer to a waiter has been written, or its client is gone.
    func dismissWaiter() {
        state.withLock { $0.machine.detachWaiter(at: now()) }
        noteWaiters()
    }

    /// Statuses as they change, beginning with the present one; a slow reader sees the newest only.
    package func updates() -> AsyncStream<DrainStatus> {
        let (stream, continuation) = AsyncStream.makeStream(of: DrainStatus.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            let id = state.makeID()
            state.listeners[id] = continuation
            continuation.yield(state.status)
            return id
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[id] = nil }
        }
        return stream
    }

    /// Somebody watches the status; `false` when as many do as may.
    func attachWatcher() -> Bool {
        state.withLock { state in
            guard state.watchers < Self.watcherLimit else { return false }
            state.watchers += 1
            return true
        }
    }

    /// A watcher is gone.
    func detachWatcher() { state.withLock { $0.watchers -= 1 } }

    /// The most that watch at once: each asks Envoy once a second.
    private static let watcherLimit = 16

    /// A hook follows the drain.
    func attachRequester() { state.withLock { $0.machine.attachRequester(at: now()) } }

    /// A hook has its answer, or is gone.
    func detachRequester() {
        state.withLock { $0.machine.detachRequester(at: now()) }
        wake.yield()
    }

    /// The process was asked to end.
    func terminate() {
        state.withLock { $0.machine.terminate(at: now()) }
        wake.yield()
    }

    /// Looks at the duties again.
    func call() { wake.yield() }

    /// Asked twice to end: whoever waits is left to itself.
    func abandon() {
        state.withLock { $0.machine.abandon() }
        wake.yield()
    }

    private func noteWaiters() {
        let count = state.withLock { state in
            state.status.waiters = state.machine.waiters
            return state.machine.waiters
        }
        metrics.waiters(count)
        wake.yield()
    }
}

// For the manager's task.
extension DrainOwner {
    func duty() -> StateMachine.Duty { state.withLock { $0.machine.duty(at: now()) } }

    var isWithdrawn: Bool { state.withLock { $0.machine.isWithdrawn(at: now()) } }

    var shouldDrainByItself: Bool { state.withLock { $0.machine.shouldDrainByItself } }

    /// The drain in progress moved on.
    func publish(_ status: DrainStatus) { state.withLock { $0.show(status) } }

    /// The drain ended; whoever waits is released if Envoy may be ended.
    func finish(_ status: DrainStatus) {
        let waiters = state.withLock { state in
            state.machine.finish(status, at: now())
            state.show(status)
            guard status.result?.isRelease == true else { return [Waiter]() }
            defer { state.waiters.removeAll() }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(returning: status) }
        wake.yield()
    }

    /// See ``StateMachine/beginRestoring(at:)``.
    func beginRestoring() -> Bool { state.withLock { $0.machine.beginRestoring(at: now()) } }

    var mayRestore: Bool { state.withLock { $0.machine.mayRestore } }

    /// Whether the process was asked twice to end.
    var isAbandoned: Bool { state.withLock { $0.machine.isAbandoned } }

    /// The undoing is over; `result` is what came of it, `nil` when somebody came for Envoy first.
    func endRestoring(_ result: DrainStatus?) {
        state.withLock { state in
            guard state.machine.endRestoring() else { return }
            var status = result ?? state.status
            status.state = .serving
            if result != nil { status.recoveries = state.status.recoveries + 1 }
            state.show(status)
        }
        if result != nil { metrics.recovered() }
        wake.yield()
    }

    /// Envoy serves though its drain is over: it is another one.
    func reopen() {
        state.withLock { $0.machine.reopen() }
        wake.yield()
    }

    /// Whether nobody asked for anything yet.
    var isUnattended: Bool {
        state.withLock { state in
            guard case .serving = state.machine.phase else { return false }
            return state.machine.waiters == 0 && state.machine.terminatingSince == nil
        }
    }

    /// Whether false drains are taken back at all.
    var undoesFalseDrains: Bool { state.withLock { $0.machine.policy.falseDrainTimeout != nil } }

    /// Whether a drain is over, so that `/shutdown` would be answered at once.
    var isOver: Bool { state.withLock { if case .over = $0.machine.phase { true } else { false } } }

    /// Nothing can be drained any more, and nobody drained it: releases whoever waits.
    func release(_ result: DrainResult) {
        var status = self.status
        status.state = .released
        status.phase = .over
        status.result = result
        finish(status)
    }
}
