package import EnvoyAdmin
package import Logging

/// Carries out a drain: asks the ``DrainMachine`` what to do, does it, and tells the world where it stands.
///
/// The same engine runs in the manager and, where there is none, in the preStop hook.
package struct DrainEngine: Sendable {
    private let admin: AdminClient
    private let pressureFile: PressureFile
    private let metrics: DrainMetrics
    private let logger: Logger
    private let onStatus: @Sendable (DrainStatus) -> Void

    /// An engine; `onStatus` is called after every step with the newest status, and must be quick.
    package init(
        admin: AdminClient, pressureFile: PressureFile, metrics: DrainMetrics, logger: Logger,
        onStatus: @escaping @Sendable (DrainStatus) -> Void
    ) {
        self.admin = admin
        self.pressureFile = pressureFile
        self.metrics = metrics
        self.logger = logger
        self.onStatus = onStatus
    }

    /// Drains until the machine says it is over, or `verdict` does, which is asked before every step but the first reading.
    ///
    /// Cancelling the task ends it as ``DrainResult/aborted``; Envoy is left as it is then.
    package func run(
        _ record: DrainRecord, plan: DrainPlan, verdict: @Sendable () -> DrainResult? = { nil }
    ) async -> DrainStatus {
        var status = DrainStatus.serving(admin: admin.address.text)
        status.drainID = record.id
        status.started = record.startedAt
        let canNudge = await prepare(&status)
        var machine = DrainMachine(plan: plan, origin: record.origin, canNudge: canNudge)
        logger.info(
            "drain started", metadata: ["drain.id": "\(record.id)", "drain.origin": "\(record.origin.rawValue)"])
        while true {
            let now = record.elapsed()
            // why: a verdict from outside still has to say what it cuts, so the first reading comes before it.
            let isInformed = machine.readings + machine.failedReadings > 0
            if let result = Task.isCancelled ? .aborted : isInformed ? verdict() : nil {
                return finish(result, machine, &status, at: now)
            }
            switch machine.next(at: now) {
            case .finish(let result): return finish(result, machine, &status, at: now)
            case .wait(let until): try? await Task.sleep(for: until - now)
            case .perform(let action):
                let outcome = await perform(action, &status)
                machine.record(outcome, at: record.elapsed())
                publish(machine, &status, at: record.elapsed())
            }
        }
    }

    /// What has to be known before the first step.
    private func prepare(_ status: inout DrainStatus) async -> Bool {
        status.envoy.version = try? await admin.version()
        guard pressureFile.isPrepared else { return false }
        do {
            return try await admin.hasPressureMonitor()
        } catch {
            logger.debug("cannot tell whether idle connections can be closed", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func finish(
        _ result: DrainResult, _ machine: DrainMachine, _ status: inout DrainStatus, at now: Duration
    ) -> DrainStatus {
        machine.describe(result, in: &status, at: now)
        metrics.finished(status)
        logger.notice("\(status.summary ?? "drain over")", metadata: ["drain.id": "\(status.drainID ?? "")"])
        return status
    }

    private func publish(_ machine: DrainMachine, _ status: inout DrainStatus, at now: Duration) {
        let before = status
        machine.describe(in: &status, at: now)
        metrics.observe(status)
        if before.phase != status.phase || !(before.open ?? .none).hasSameCounts(as: status.open ?? .none) {
            logger.info("drain goes on", metadata: Self.metadata(status))
        }
        onStatus(status)
    }

    private static func metadata(_ status: DrainStatus) -> Logger.Metadata {
        let open = status.open ?? .none
        return [
            "drain.phase": "\(status.phase?.rawValue ?? "")", "drain.elapsed_ms": "\(status.elapsed ?? 0)",
            "open.total": "\(open.total)", "open.requests": "\(open.requests)", "open.websockets": "\(open.websockets)",
            "open.tcp": "\(open.tcp)", "open.idle": "\(open.idle)",
        ]
    }
}

// What is done to Envoy.
extension DrainEngine {
    private func perform(_ action: DrainMachine.Action, _ status: inout DrainStatus) async -> DrainMachine.Outcome {
        do {
            let outcome = try await attempt(action, &status)
            status.envoy.reachable = true
            if case .done = outcome { note(action, isDone: true, in: &status) }
            return outcome
        } catch {
            metrics.failed(error)
            status.envoy.reachable = !error.isEnvoyAbsent
            if action == .readConnections {
                status.polls = DrainStatus.Polls(
                    count: status.polls?.count ?? 0, errors: (status.polls?.errors ?? 0) + 1,
                    lastMilliseconds: status.polls?.lastMilliseconds ?? 0)
            } else {
                note(action, isDone: false, in: &status)
            }
            logger.warning(
                "envoy's admin interface failed", metadata: ["action": "\(action.rawValue)", "error": "\(error)"])
            return .failed(action, envoyAbsent: error.isEnvoyAbsent)
        }
    }

    private func attempt(
        _ action: DrainMachine.Action, _ status: inout DrainStatus
    ) async throws(AdminError) -> DrainMachine.Outcome {
        switch action {
        case .readConnections:
            let begin = BootTime.now()
            let reading = try await admin.connections()
            let cost = BootTime.now() - begin
            metrics.read(in: cost)
            status.polls = DrainStatus.Polls(
                count: (status.polls?.count ?? 0) + 1, errors: status.polls?.errors ?? 0,
                lastMilliseconds: (cost.inSeconds * 100_000).rounded() / 100)
            return .connections(reading, cost: cost)
        case .readTraffic: return .traffic(try await admin.trafficTotals())
        case .askClientsToLeave: try await admin.askClientsToLeave()
        case .failHealthcheck: try await admin.failHealthcheck()
        case .checkState:
            let state = try await admin.state()
            status.envoy.state = state
            return .state(state)
        case .nudgeIdle:
            do {
                try pressureFile.press()
            } catch {
                logger.warning("idle connections cannot be closed", metadata: ["error": "\(error)"])
                return .failed(action, envoyAbsent: false)
            }
        }
        return .done(action)
    }

    /// Counts repeated attempts in one entry; the list stays as short as the list of actions.
    private func note(_ action: DrainMachine.Action, isDone: Bool, in status: inout DrainStatus) {
        guard action != .checkState, action != .readTraffic else { return }
        if let known = status.actions.firstIndex(where: { $0.action == action && !$0.isDone }) {
            status.actions[known].attempts += 1
            status.actions[known].isDone = isDone
        } else if status.actions.count < 32 {
            status.actions.append(
                DrainStatus.PerformedAction(at: status.elapsed ?? 0, action: action, attempts: 1, isDone: isDone))
        }
    }
}
