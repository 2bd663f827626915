import HashTreeCollections

/// Taking requests in.
extension Channel {
    /// Notes the answer to the response in flight; nil when the nonce is not that response's.
    ///
    /// A rejection is told by `error_detail` alone, never by comparing versions.
    mutating func answer(nonce: String, rejection: String?) -> StreamEvent? {
        guard let answered = flight, answered.nonce == nonce else { return nil }
        flight = nil
        defer { trim() }
        guard let message = rejection else {
            counts.accepted += 1
            return .acknowledgement(type, nonce: nonce)
        }
        counts.rejected += 1
        answered.resources.forEach { withdraw($0) }
        for resource in answered.resources where subscription.held[resource.name] == resource.version {
            rejected[resource.name] = resource.version
        }
        return .rejection(Rejection(type: type, nonce: nonce, resources: answered.resources, message: message))
    }

    /// State of the world: the peer asks for exactly these names.
    mutating func replace(names: [String]) -> SubscriptionChange {
        let change = subscription.replace(names: names, noneMeansAll: noneMeansAll)
        apply(change)
        return change
    }

    /// Delta: the peer asks for some names, and no longer for others.
    mutating func change(subscribe: [String], unsubscribe: [String]) -> SubscriptionChange {
        let change = subscription.change(
            subscribe: subscribe, unsubscribe: unsubscribe, noneMeansAll: noneMeansAll)
        apply(change)
        return change
    }

    /// Carries out a changed subscription.
    private mutating func apply(_ change: SubscriptionChange) {
        for name in change.dropped where !subscription.covers(name) {
            drop(name)
        }
        if change.stopsWildcard {
            updates = updates.filter(subscription.covers)
            absences = absences.filter(subscription.covers)
        }
        for name in change.asked {
            ask(name)
        }
        if change.startsWildcard {
            mustAnswer = true
            compareAll(before: table)
        }
        if isComplete, subscription.isRequested, change.isFirst || !change.asked.isEmpty {
            mustAnswer = true
        }
    }

    /// Notes what the peer has from an earlier stream, so that only what differs is sent.
    mutating func recall(_ versions: [String: String]) {
        for (name, version) in versions where subscription.covers(name) {
            subscription.hold(name, Version(version) ?? .unknown)
            absences.remove(name)
            mustAnswer = false
            compare(name, before: table)
        }
    }

    /// The peer wants an answer for a name: it is sent even if the peer was sent it before, or said not to exist.
    private mutating func ask(_ name: String) {
        guard content(name) != nil else {
            if variant == .delta { absences.insert(name) }
            return
        }
        rejected[name] = nil
        if subscription.held[name] != nil { subscription.hold(name, .unknown) }
        compare(name, before: table)
    }
}
