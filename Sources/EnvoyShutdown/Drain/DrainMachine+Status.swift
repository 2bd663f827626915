import EnvoyAdmin

/// The machine as people see it.
extension DrainMachine {
    /// Which step the drain is at.
    func phase(at now: Duration) -> DrainStatus.Phase {
        if now < plan.drainDelay, origin != .joined { return .delay }
        guard let minimumEnd else { return plan.healthFailDelay > .zero ? .askingClientsToLeave : .failingHealth }
        if now < minimumEnd { return .minimum }
        return nudgedAt == nil ? .waiting : .idleNudge
    }

    /// Fills in what the machine knows.
    func describe(in status: inout DrainStatus, at now: Duration) {
        status.state = .draining
        status.origin = origin
        status.phase = phase(at: now)
        status.elapsed = now.milliseconds
        status.deadline = plan.deadline?.milliseconds
        status.minimumLeft = max(0, ((minimumEnd ?? now + plan.minimum) - now).milliseconds)
        status.open = latest
        status.initial = initial
        status.blocking = blocking(at: now)
        status.rates = DrainStatus.Rates(newPerSecond: pace.newPerSecond, closedPerSecond: pace.closedPerSecond)
        status.thresholds = DrainStatus.ThresholdStatus(
            requests: plan.thresholds.requests, websockets: plan.thresholds.websockets, tcp: plan.thresholds.tcp,
            idle: plan.thresholds.idle, total: plan.minOpenConnections)
    }

    /// Fills in how it ended.
    func describe(_ result: DrainResult, in status: inout DrainStatus, at now: Duration) {
        describe(in: &status, at: now)
        status.state = result.isRelease ? .released : .serving
        status.phase = .over
        status.result = result
        status.blocking = []
        status.cut = result.isRelease ? latest ?? ConnectionReading.none : ConnectionReading.none
        status.releasedAfter = now.milliseconds
        status.drainedAfter = result == .drained ? latestAt.milliseconds : nil
    }
}
