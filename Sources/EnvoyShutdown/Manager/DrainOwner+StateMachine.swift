import EnvoyAdmin

extension DrainOwner {
    /// Every decision of the manager that is not part of a drain: when to begin one, when nobody wants it, when to leave.
    struct StateMachine: Sendable {
        /// Where the manager is.
        enum Phase: Sendable {
            /// No drain. → draining
            case serving
            /// A drain is to be carried out, or is being carried out. → over, serving (withdrawn or aborted)
            case draining(DrainRecord, DrainPlan)
            /// The drain ended and Envoy may be ended. → draining (asked again), restoring (nobody wanted it), serving
            /// (another Envoy has taken its place)
            case over(DrainStatus, at: Duration)
            /// Envoy is being told to serve again. → serving, draining (asked meanwhile)
            case restoring
        }

        /// What the manager's task does next.
        enum Duty: Sendable {
            /// Nothing until somebody calls.
            case rest
            /// Nothing until then, or until somebody calls.
            case wait(until: Duration)
            /// Carry out this drain.
            case drain(DrainRecord, DrainPlan)
            /// `/shutdown` waits and we lead no drain: see whether somebody else does.
            case watchEnvoy
            /// The drain that ended was wanted by nobody: tell Envoy to serve again.
            case undoFalseDrain
            /// End the process.
            case leave
        }

        let policy: ManagerPolicy
        private(set) var phase: Phase = .serving
        private(set) var waiters = 0
        private(set) var requesters = 0
        private(set) var terminatingSince: Duration?
        /// Whether `/shutdown` was asked since the drain began, which only happens when the pod is going.
        private var sawWaiter = false
        private(set) var isAbandoned = false
        private var unattendedSince: Duration?

        init(policy: ManagerPolicy) { self.policy = policy }

        /// How long the manager stays after SIGTERM for a `/shutdown` that may still be on its way.
        static let linger = Duration.seconds(1)

        func duty(at now: Duration) -> Duty {
            guard !isAbandoned else { return .leave }
            switch phase {
            case .draining(let record, let plan): return .drain(record, plan)
            case .serving where waiters > 0: return .watchEnvoy
            case .serving, .restoring: break
            case .over:
                if let due = undoDue, terminatingSince == nil {
                    return now >= due ? .undoFalseDrain : .wait(until: due)
                }
            }
            guard let terminatingSince, waiters == 0, requesters == 0 else { return .rest }
            let leave = expectsWaiter ? terminatingSince + Self.linger : terminatingSince
            return now >= leave ? .leave : .wait(until: leave)
        }

        /// Whether a drain that goes on is wanted by nobody: only one that a restarted manager resumed can be.
        func isWithdrawn(at now: Duration) -> Bool {
            guard case .draining(let record, _) = phase, record.origin == .resumed, !sawWaiter, terminatingSince == nil,
                let unattendedSince, let patience = policy.falseDrainTimeout
            else { return false }
            return now - unattendedSince >= patience
        }

        /// A drain is asked for; `false` when one goes on already, which the asker then joins.
        mutating func begin(_ record: DrainRecord, _ plan: DrainPlan, at now: Duration) -> Bool {
            if case .draining = phase { return false }
            phase = .draining(record, plan)
            sawWaiter = waiters > 0
            noteAttendance(at: now)
            return true
        }

        /// The drain ended.
        mutating func finish(_ status: DrainStatus, at now: Duration) {
            phase = status.result?.isRelease == true ? .over(status, at: now) : .serving
            noteAttendance(at: now)
        }

        /// Begins to tell Envoy to serve again; `false` when somebody wants the drain after all.
        mutating func beginRestoring(at now: Duration) -> Bool {
            guard waiters == 0, terminatingSince == nil, !isAbandoned else { return false }
            switch phase {
            case .serving, .over: break
            case .draining: guard isWithdrawn(at: now) else { return false }
            case .restoring: return false
            }
            phase = .restoring
            return true
        }

        /// Whether Envoy may still be told to serve: nobody has come for it meanwhile.
        var mayRestore: Bool {
            guard case .restoring = phase else { return false }
            return waiters == 0 && terminatingSince == nil && !isAbandoned
        }

        /// Envoy serves again, or was left as it is; `false` when a drain has begun meanwhile.
        mutating func endRestoring() -> Bool {
            guard case .restoring = phase else { return false }
            phase = .serving
            return true
        }

        /// An Envoy that serves has taken the place of the one that was drained: what was decided of that is void.
        mutating func reopen() {
            guard case .over(let status, _) = phase, Self.hadTakenHold(status) else { return }
            phase = .serving
        }

        /// Whether Envoy was really draining; one that never took the command serves on after its drain.
        private static func hadTakenHold(_ status: DrainStatus) -> Bool {
            status.envoy.state == .draining || status.result == .envoyGone
        }

        mutating func attachWaiter(at now: Duration) {
            waiters += 1
            sawWaiter = true
            noteAttendance(at: now)
        }

        mutating func detachWaiter(at now: Duration) {
            waiters = max(0, waiters - 1)
            noteAttendance(at: now)
        }

        mutating func attachRequester(at now: Duration) {
            requesters += 1
            noteAttendance(at: now)
        }

        mutating func detachRequester(at now: Duration) {
            requesters = max(0, requesters - 1)
            noteAttendance(at: now)
        }

        /// Asked to end a second time.
        mutating func abandon() { isAbandoned = true }

        mutating func terminate(at now: Duration) { terminatingSince = terminatingSince ?? now }

        /// SIGTERM comes from the kubelet alone: with `/shutdown` waiting too, the pod is going and nobody drains it.
        var shouldDrainByItself: Bool {
            guard case .serving = phase, waiters > 0 else { return false }
            return policy.shutdownStartsDrain || terminatingSince != nil
        }

        private mutating func noteAttendance(at now: Duration) {
            unattendedSince = waiters + requesters > 0 ? nil : unattendedSince ?? now
        }

        /// When a drain that nobody confirmed by `/shutdown` is taken back.
        private var undoDue: Duration? {
            guard case .over(let status, let ended) = phase, !sawWaiter, status.result != .envoyGone,
                status.origin != .joined, let unattendedSince, let patience = policy.falseDrainTimeout
            else { return nil }
            return max(ended, unattendedSince) + patience
        }

        private var expectsWaiter: Bool {
            guard !policy.isNativeSidecar else { return false }
            if case .over = phase { return !sawWaiter }
            // why: without a drain, `/shutdown` may be a moment behind the signal, and would find nobody.
            return true
        }
    }
}
