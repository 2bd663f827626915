import HashTreeCollections

/// Subscribing in state of the world: each request lists all names.
///
/// See [how the client specifies what resources to return](https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#how-the-client-specifies-what-resources-to-return).
extension Subscription {
    /// Asks for exactly these names; for all where none ever were given and that means all.
    mutating func replace(names: [String], noneMeansAll: Bool) -> SubscriptionChange {
        var change = SubscriptionChange(isFirst: request())
        guard !isSame(names) else { return change }
        let wanted = Set(names)
        if !wanted.isEmpty { noteNamed() }
        if wanted.contains(Self.wildcard) || (wanted.isEmpty && noneMeansAll && !hasNamed) {
            change.startsWildcard = startWildcard()
        } else {
            change.stopsWildcard = isWildcard
            change.dropped += stopWildcard()
        }
        for name in wanted where name != Self.wildcard && !self.names(name) {
            add(name)
            change.asked.append(name)
        }
        for name in individualNames where !wanted.contains(name) {
            if remove(name) {
                change.dropped.append(name)
            } else {
                change.asked.append(name)
            }
        }
        return change
    }

    /// True when the list is what is asked for already: the usual case, an acknowledgement.
    private func isSame(_ names: [String]) -> Bool {
        !isWildcard && names.count == nameCount && !names.isEmpty && Set(names).count == names.count
            && names.allSatisfy(covers)
    }

    private var individualNames: [String] {
        isWildcard ? Array(named) : Array(held.keys) + Array(awaited)
    }
}
