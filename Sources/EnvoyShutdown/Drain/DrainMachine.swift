package import EnvoyAdmin

/// Every decision of a drain, as a value: what to do now, given the time since it began and what was seen.
///
/// The engine asks ``next(at:)``, performs what it says, and records the outcome. Time only enters as an argument.
/// The way: serve on for the drain delay; ask clients to leave; fail health checks, which is reversible and still
/// accepts everybody; give balancers their minimum; close idle connections once balancers have stopped sending;
/// end when two readings in a row allow it, at the deadline, or when Envoy is gone.
package struct DrainMachine: Sendable {
    /// What comes next.
    package enum Step: Sendable, Equatable {
        /// Nothing before this time.
        case wait(until: Duration)
        /// Do this and record the outcome.
        case perform(Action)
        /// The drain is over.
        case finish(DrainResult)
    }

    /// What the engine can do.
    package enum Action: String, Sendable, Codable, CaseIterable {
        case readConnections = "read_connections"
        case readTraffic = "read_traffic"
        case askClientsToLeave = "drain_listeners"
        case failHealthcheck = "healthcheck_fail"
        case checkState = "check_state"
        case nudgeIdle = "idle_nudge"
    }

    /// What became of an action.
    package enum Outcome: Sendable, Equatable {
        case connections(ConnectionReading, cost: Duration)
        case traffic(TrafficTotals)
        case state(ServerState)
        case done(Action)
        case failed(Action, envoyAbsent: Bool)
    }

    package let plan: DrainPlan
    package let origin: DrainOrigin

    /// The first reading, and the newest.
    package internal(set) var initial: ConnectionReading?
    package internal(set) var latest: ConnectionReading?

    /// When health checks began to fail, as far as we know.
    package internal(set) var healthFailedAt: Duration?

    /// When idle connections were asked to close.
    package internal(set) var nudgedAt: Duration?

    package internal(set) var readings = 0
    package internal(set) var failedReadings = 0

    /// New and closed connections lately.
    package internal(set) var pace = TrafficPace()

    var latestAt = Duration.zero
    var allowedInARow = 0
    var absences = 0
    var idleOnlySince: Duration?
    var completedWhileIdle: Int?
    var readDue = Duration.zero
    var readPause = DrainMachine.shortestPause
    var previousCost = Duration.zero
    var trafficDue = Duration.zero
    var leaveDue: Duration?
    var failDue: Duration?
    var failPause = DrainMachine.firstRetry
    var stateDue: Duration?
    var nudgeDue: Duration?
    var isAborted = false

    /// `canNudge` says whether Envoy's bootstrap has the monitor by which idle connections are closed.
    package init(plan: DrainPlan, origin: DrainOrigin, canNudge: Bool) {
        self.plan = plan
        self.origin = origin
        leaveDue = plan.healthFailDelay > .zero && origin != .joined ? plan.drainDelay : nil
        failDue = origin == .joined ? nil : plan.drainDelay + plan.healthFailDelay
        healthFailedAt = origin == .joined ? .zero : nil
        stateDue = origin == .joined ? Self.statePause : nil
        nudgeDue = canNudge && plan.nudgesIdle ? .zero : nil
    }

    static let shortestPause = Duration.milliseconds(100)
    static let confirmPause = Duration.milliseconds(50)
    static let absencePause = Duration.milliseconds(150)
    static let errorPause = Duration.milliseconds(250)
    static let longestErrorPause = Duration.seconds(1)
    static let firstRetry = Duration.milliseconds(50)
    static let longestRetry = Duration.seconds(1)
    static let trafficPause = Duration.milliseconds(500)
    static let statePause = Duration.seconds(2)

    /// So many refusals in a row mean that Envoy is gone, and not that it is being replaced.
    static let absencesThatMeanGone = 3

    /// A reading may cost Envoy's main thread one part in so many.
    static let readingShare = 20

    /// When the minimum drain time is over; `nil` before health checks fail.
    package var minimumEnd: Duration? { healthFailedAt.map { $0 + plan.minimum } }

    /// What to do at `now`.
    package mutating func next(at now: Duration) -> Step {
        if let result = verdict(at: now) { return .finish(result) }
        if let leaveDue, now >= leaveDue { return .perform(.askClientsToLeave) }
        if let failDue, now >= failDue { return .perform(.failHealthcheck) }
        if let stateDue, now >= stateDue { return .perform(.checkState) }
        if wantsNudge(at: now) { return .perform(.nudgeIdle) }
        if wantsTraffic(at: now), now >= trafficDue { return .perform(.readTraffic) }
        if now >= readDue { return .perform(.readConnections) }
        return .wait(until: nextDue(after: now))
    }

    /// Takes in what became of an action.
    package mutating func record(_ outcome: Outcome, at now: Duration) {
        switch outcome {
        case .connections(let reading, let cost): recordReading(reading, cost: cost, at: now)
        case .traffic(let totals): recordTraffic(totals, at: now)
        case .state(let state): recordState(state, at: now)
        case .done(let action): recordDone(action, at: now)
        case .failed(let action, let envoyAbsent): recordFailure(action, envoyAbsent: envoyAbsent, at: now)
        }
    }

    private func verdict(at now: Duration) -> DrainResult? {
        if isAborted { return .aborted }
        if absences >= Self.absencesThatMeanGone { return .envoyGone }
        if let minimumEnd, now >= minimumEnd, latestAt >= minimumEnd, allowedInARow >= 2 {
            return latest?.total == 0 ? .drained : .threshold
        }
        if let deadline = plan.deadline, now >= deadline { return .timeout }
        return nil
    }

    private func nextDue(after now: Duration) -> Duration {
        var due = readDue
        for other in [leaveDue, failDue, stateDue, plan.deadline] {
            if let other { due = min(due, other) }
        }
        if wantsTraffic(at: now) { due = min(due, trafficDue) }
        if let minimumEnd, minimumEnd > now { due = min(due, minimumEnd) }
        return due
    }
}
