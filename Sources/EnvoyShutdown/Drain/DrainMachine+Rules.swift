import EnvoyAdmin

/// What follows from what was seen.
extension DrainMachine {
    /// What holds up the drain at `now`, each as `class:count > threshold`; empty when nothing does.
    package func blocking(at now: Duration) -> [String] { latest.map { blocking($0, at: now) } ?? ["no reading yet"] }

    func blocking(_ reading: ConnectionReading, at now: Duration) -> [String] {
        guard reading.total > plan.minOpenConnections else { return [] }
        var found = blockingButIdle(reading, at: now)
        if reading.idle > plan.thresholds.idle, !idleGraceIsOver(at: now) {
            found.append("idle:\(reading.idle) > \(plan.thresholds.idle)")
        }
        return found
    }

    func blockingButIdle(_ reading: ConnectionReading, at now: Duration) -> [String] {
        func check(_ name: String, _ count: Int, _ threshold: Int, _ budget: Duration?) -> String? {
            guard count > threshold else { return nil }
            if let budget, now >= budget { return nil }
            return "\(name):\(count) > \(threshold)"
        }
        return [
            check("requests", reading.requests, plan.thresholds.requests, plan.budgets.requests),
            check("websockets", reading.websockets, plan.thresholds.websockets, plan.budgets.websockets),
            check("tcp", reading.tcp, plan.thresholds.tcp, plan.budgets.tcp),
        ].compactMap(\.self)
    }

    /// Idle connections alone hold up the drain for the grace only, reckoned from the nudge when there was one.
    private func idleGraceIsOver(at now: Duration) -> Bool {
        guard let idleOnlySince, completedWhileIdle != nil else { return false }
        if nudgeDue != nil, nudgedAt == nil, !pace.isQuiet(at: now) { return false }
        return now - max(idleOnlySince, nudgedAt ?? .zero) >= plan.idleGrace
    }

    /// Idle connections are closed when balancers have stopped sending new ones, or when half of the time is over.
    func wantsNudge(at now: Duration) -> Bool {
        guard let nudgeDue, nudgedAt == nil, now >= nudgeDue, let minimumEnd, now >= minimumEnd,
            let latest, latest.idle > 0
        else { return false }
        return pace.isQuiet(at: now) || now >= (plan.deadline ?? DrainPlan.assumedDeadline) / 2
    }

    /// Totals cost Envoy more than gauges, so they are only read while they decide something.
    func wantsTraffic(at now: Duration) -> Bool {
        guard let minimumEnd, let latest, latest.idle > 0 else { return false }
        return now >= minimumEnd - TrafficPace.window - Self.trafficPause
    }
}
