import EnvoyAdmin

/// What was seen, and what it changes.
extension DrainMachine {
    mutating func recordReading(_ reading: ConnectionReading, cost: Duration, at now: Duration) {
        readings += 1
        absences = 0
        initial = initial ?? reading
        latest = reading
        latestAt = now
        pace.observe(open: reading.total, at: now)
        watchIdle(reading, at: now)
        allowedInARow = blocking(reading, at: now).isEmpty ? allowedInARow + 1 : 0
        let mayEnd = minimumEnd.map { now >= $0 } ?? false
        // why: one slow answer is an Envoy that hung or a busy machine, and no reason to look away; two are the price.
        let price = min(cost, previousCost) * Self.readingShare
        previousCost = cost
        readPause = allowedInARow == 1 && mayEnd ? Self.confirmPause : max(Self.shortestPause, price)
        readDue = now + min(readPause, max(plan.checkInterval, Self.shortestPause))
        // why: the reading that decides has to be taken when the minimum is over, not up to a pause before it.
        if let minimumEnd, now < minimumEnd { readDue = min(readDue, minimumEnd) }
    }

    private mutating func watchIdle(_ reading: ConnectionReading, at now: Duration) {
        guard blockingButIdle(reading, at: now).isEmpty, reading.idle > plan.thresholds.idle else {
            idleOnlySince = nil
            completedWhileIdle = nil
            return
        }
        idleOnlySince = idleOnlySince ?? now
    }

    mutating func recordTraffic(_ totals: TrafficTotals, at now: Duration) {
        trafficDue = now + Self.trafficPause
        pace.observe(accepted: totals.acceptedConnections, at: now)
        if idleOnlySince != nil {
            if let completedWhileIdle, totals.completedRequests > completedWhileIdle { idleOnlySince = now }
            completedWhileIdle = totals.completedRequests
        }
    }

    mutating func recordState(_ state: ServerState, at now: Duration) {
        stateDue = now + Self.statePause
        switch (state, origin) {
        case (.draining, _):
            healthFailedAt = healthFailedAt ?? now
            failPause = Self.firstRetry
        case (.live, .joined): isAborted = true
        // why: Envoy was restarted, or somebody undid the drain; the pod is going all the same.
        case (.live, _): failDue = now
        // why: an Envoy that waits for its first configuration says so whatever was posted, and is not ready anyway.
        case (.preInitializing, _), (.initializing, _): break
        }
    }

    mutating func recordDone(_ action: Action, at now: Duration) {
        switch action {
        case .askClientsToLeave: leaveDue = nil
        case .failHealthcheck:
            failDue = nil
            healthFailedAt = healthFailedAt ?? now
            stateDue = now + failPause
            failPause = min(failPause * 2, Self.longestRetry)
        case .nudgeIdle:
            nudgeDue = nil
            nudgedAt = now
        case .readConnections, .readTraffic, .checkState: break
        }
    }

    mutating func recordFailure(_ action: Action, envoyAbsent: Bool, at now: Duration) {
        absences = envoyAbsent ? absences + (action == .readConnections ? 1 : 0) : 0
        switch action {
        case .readConnections:
            failedReadings += 1
            allowedInARow = 0
            readPause =
                envoyAbsent ? Self.absencePause : min(max(readPause * 2, Self.errorPause), Self.longestErrorPause)
            readDue = now + readPause
        case .readTraffic: trafficDue = now + Self.longestErrorPause
        case .checkState: stateDue = now + Self.longestErrorPause
        case .askClientsToLeave: leaveDue = now < plan.drainDelay + plan.healthFailDelay ? now + Self.longestRetry : nil
        case .nudgeIdle: nudgeDue = now + Self.longestRetry
        case .failHealthcheck:
            // why: an Envoy that cannot be told still must not hold the pod beyond what the connections need.
            healthFailedAt = healthFailedAt ?? now
            failDue = now + failPause
            failPause = min(failPause * 2, Self.longestRetry)
        }
    }
}
