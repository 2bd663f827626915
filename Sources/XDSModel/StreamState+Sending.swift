extension StreamState {
    /// The next thing to do.
    package mutating func next(now: ContinuousClock.Instant) -> StreamStep {
        guard let latest, !isOver else { return .wait(until: nil) }
        switch scope {
        case .aggregated: advance(to: latest, now: now)
        case .single(let type): advance(type, to: latest, now: now)
        }
        for type in scope.types {
            if let output = respond(type) { return .send(output) }
        }
        return .wait(until: deadline)
    }

    /// A stream of one type: the newest snapshot as soon as the last response is answered; what is removed lingers.
    private mutating func advance(_ type: ResourceType, to latest: Snapshot, now: ContinuousClock.Instant) {
        if channels[type].flight == nil, !channels[type].backlog.isEmpty {
            channels[type].advance(to: latest[type])
        }
        if channels[type].lingering.hasUndated {
            channels[type].lingering.date(now + limits.separateGrace)
        }
        channels[type].expire(now)
    }

    private mutating func respond(_ type: ResourceType) -> DiscoveryOutput? {
        guard let permission = permission(type) else { return nil }
        guard let output = channels[type].respond(nonce: String(nonces + 1), permission) else { return nil }
        nonces += 1
        noteForRollout(type, output)
        return output
    }

    /// What may be said of a type now; nil when nothing.
    private func permission(_ type: ResourceType) -> Channel.Permission? {
        var permission = Channel.Permission(bytes: limits.responseBytes)
        guard scope == .aggregated else { return permission }
        switch type {
        case .cluster:
            permission.bringing = rollout.isSendingClusters || channels[.cluster].updates.isEmpty
        case .endpoints, .secret:
            permission.removing = hasNoUnfinishedClusters
        case .listener:
            // why: a route that comes back is one that Envoy never forgot. A listener that names it again would at once serve
            // with what Envoy has of it from then.
            guard mayConfigure, !channels[.route].bringsBack else { return nil }
        case .route:
            guard mayConfigure else { return nil }
            permission.removing = mayRemoveRoutes
        case .runtime: break
        }
        return permission
    }

    /// When to ask again without a request or a publication.
    private var deadline: ContinuousClock.Instant? {
        switch (scope, rollout.phase) {
        case (.single(let type), _): channels[type].lingering.earliest
        case (.aggregated, .clusters(let until)): channels[.cluster].updates.isEmpty ? until : nil
        case (.aggregated, .warming(let until)): until
        case (.aggregated, .rest): mayExpire ? channels[.cluster].lingering.earliest : nil
        case (.aggregated, .configuration): nil
        }
    }
}
