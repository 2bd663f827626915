/// Make before break: the steps of a rollout on a stream of all types.
extension StreamState {
    /// True when listeners and routes may be sent.
    var mayConfigure: Bool { rollout.phase == .configuration || rollout.phase == .rest }

    /// True when the peer has given up the listeners that used routes which are gone.
    var mayRemoveRoutes: Bool { channels[.listener].flight == nil && channels[.listener].rejected.isEmpty }

    /// True when listeners and routes are sent and answered, but for routes that a rejected listener may still use.
    var isConfigured: Bool {
        let route = channels[.route]
        return channels[.listener].isQuiet && (route.isQuiet || (route.isDelivered && !mayRemoveRoutes))
    }

    /// True when no cluster is being brought or taken back, so that nothing uses endpoints which are gone.
    var hasNoUnfinishedClusters: Bool {
        rollout.phase == .rest && channels[.cluster].isQuiet && channels[.cluster].lingering.isEmpty
    }

    /// True when what listeners and routes named before is used no more: they are sent and answered, and none was rejected, for
    /// then the peer goes on with its former content. Too many lingering clusters are not kept.
    var mayExpire: Bool {
        guard isConfigured else { return false }
        let isHeldBack = !channels[.listener].rejected.isEmpty || !channels[.route].rejected.isEmpty
        return !isHeldBack || channels[.cluster].lingering.count > limits.lingering
    }

    /// Goes through the steps as far as possible.
    mutating func advance(to latest: Snapshot, now: ContinuousClock.Instant) {
        for type in [ResourceType.endpoints, .secret, .runtime]
        where channels[type].flight == nil && !channels[type].backlog.isEmpty {
            channels[type].advance(to: latest[type])
        }
        for _ in 0..<Self.stepsAtOnce {
            guard step(latest, now) else { return }
        }
    }

    /// Notes for the rollout that a response was sent.
    mutating func noteForRollout(_ type: ResourceType, _ output: DiscoveryOutput) {
        guard scope == .aggregated else { return }
        if type == .endpoints { rollout.note(output) }
        if type == .cluster { noteClusters() }
    }

    /// More than one round from rest to rest.
    private static let stepsAtOnce = 8

    private static let configuration: [ResourceType] = [.cluster, .listener, .route]

    /// Takes one step; false when it has to wait.
    private mutating func step(_ latest: Snapshot, _ now: ContinuousClock.Instant) -> Bool {
        switch rollout.phase {
        case .rest: return start(latest, now)
        case .clusters(let until): return startWarming(latest, until, now)
        case .warming(let until): return finishWarming(until, now)
        case .configuration: return finish(now)
        }
    }

    private mutating func start(_ latest: Snapshot, _ now: ContinuousClock.Instant) -> Bool {
        if mayExpire { channels[.cluster].expire(now) }
        let isBehind = Self.configuration.contains { !channels[$0].backlog.isEmpty }
        if isBehind {
            for type in Self.configuration { channels[type].advance(to: latest[type]) }
        }
        let clusters = channels[.cluster]
        guard isBehind || !clusters.updates.isEmpty || clusters.lingering.hasUndated else { return false }
        rollout.phase = .clusters(until: now + limits.warming)
        return true
    }

    private mutating func startWarming(
        _ latest: Snapshot, _ until: ContinuousClock.Instant, _ now: ContinuousClock.Instant
    ) -> Bool {
        guard !channels[.cluster].isBringing else {
            // why: what is not even sent cannot be left out, or routes would name it in vain.
            guard now >= until, channels[.cluster].updates.isEmpty else { return false }
            rollout.giveUpWarming()
            rollout.phase = .configuration
            return true
        }
        for name in rollout.unwarmed {
            guard let resource = latest[.endpoints][name], channels[.endpoints].rejected[name] != resource.version
            else {
                rollout.excuse(name)
                continue
            }
            channels[.endpoints].sendAgain(name)
        }
        rollout.phase = .warming(until: now + limits.warming)
        return true
    }

    private mutating func finishWarming(_ until: ContinuousClock.Instant, _ now: ContinuousClock.Instant) -> Bool {
        if !rollout.isWarm(flight: channels[.endpoints].flight?.nonce) {
            guard now >= until else { return false }
            rollout.giveUpWarming()
        }
        rollout.phase = .configuration
        return true
    }

    private mutating func finish(_ now: ContinuousClock.Instant) -> Bool {
        guard isConfigured else { return false }
        channels[.cluster].lingering.date(now + limits.grace)
        rollout.phase = .rest
        return true
    }

    /// Notes which endpoints the clusters sent just now are warmed with, and sends again at once those the peer has.
    ///
    /// Envoy does not ask again for endpoints it has asked for, and does not answer about clusters before they are warm: to
    /// wait for that answer first would be to wait for ever.
    private mutating func noteClusters() {
        for reference in channels[.cluster].flight?.resources ?? [] {
            guard let endpoints = channels[.cluster].content(reference.name)?.endpoints else { continue }
            rollout.needs(endpoints)
            let content = channels[.endpoints].content(endpoints)
            if content?.version != channels[.endpoints].rejected[endpoints] {
                channels[.endpoints].sendAgain(endpoints)
            }
        }
    }
}
