import EnvoyAdmin

@testable import EnvoyShutdown

/// Runs a ``DrainMachine`` against an Envoy that exists only as closures of time; no clock, no socket.
struct SimulatedDrain {
    var options = DrainOptions()
    var origin = DrainOrigin.requested
    var canNudge = false

    /// Who is connected at a time; `nudgedAt` is when idle connections were asked to close.
    var connections: (_ now: Duration, _ nudgedAt: Duration?) -> ConnectionReading = { _, _ in .none }

    /// What goes wrong with an action at a time: `nil` nothing, `true` Envoy is absent, `false` something else.
    var failure: (_ action: DrainMachine.Action, _ now: Duration) -> Bool? = { _, _ in nil }

    var accepted: (_ now: Duration) -> Int = { _ in 0 }
    var completed: (_ now: Duration) -> Int = { _ in 0 }
    var state: (_ now: Duration) -> ServerState = { _ in .draining }

    /// What one call to Envoy takes.
    var cost = Duration.milliseconds(1)

    /// What happened.
    struct Course {
        var result: DrainResult?
        var endedAt = Duration.zero
        var actions: [(action: DrainMachine.Action, at: Duration)] = []
        var machine: DrainMachine

        func times(of action: DrainMachine.Action) -> [Duration] { actions.filter { $0.action == action }.map(\.at) }
    }

    /// Steps until the drain is over or `limit` has passed.
    func run(upTo limit: Duration = .seconds(1000)) throws -> Course {
        var machine = DrainMachine(plan: try DrainPlan(options), origin: origin, canNudge: canNudge)
        var course = Course(machine: machine)
        var now = Duration.zero
        while now < limit {
            switch machine.next(at: now) {
            case .finish(let result):
                course.result = result
                course.endedAt = now
                course.machine = machine
                return course
            case .wait(let until):
                guard until > now else { throw Stuck(at: now) }
                now = until
            case .perform(let action):
                course.actions.append((action, now))
                now += cost
                machine.record(outcome(of: action, at: now, machine), at: now)
            }
        }
        course.machine = machine
        course.endedAt = now
        return course
    }

    private func outcome(of action: DrainMachine.Action, at now: Duration, _ machine: DrainMachine)
        -> DrainMachine.Outcome
    {
        if let isAbsent = failure(action, now) { return .failed(action, envoyAbsent: isAbsent) }
        switch action {
        case .readConnections: return .connections(connections(now, machine.nudgedAt), cost: cost)
        case .readTraffic:
            return .traffic(TrafficTotals(acceptedConnections: accepted(now), completedRequests: completed(now)))
        case .checkState: return .state(state(now))
        case .askClientsToLeave, .failHealthcheck, .nudgeIdle: return .done(action)
        }
    }

    /// The machine asked to wait for a time that has passed, which would spin.
    struct Stuck: Error { let at: Duration }
}

/// Options as a test says them.
func options(_ change: (inout DrainOptions) -> Void) -> DrainOptions {
    var options = DrainOptions()
    change(&options)
    return options
}
