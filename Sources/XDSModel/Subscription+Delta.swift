/// Subscribing in the delta variant: requests change the subscription.
///
/// See [unsubscribing](https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#unsubscribing-from-resources) and
/// [`DeltaDiscoveryRequest`](https://www.envoyproxy.io/docs/envoy/latest/api-v3/service/discovery/v3/discovery.proto#service-discovery-v3-deltadiscoveryrequest).
extension Subscription {
    /// Makes the changes of a `DeltaDiscoveryRequest`. A name in both lists stays asked for. A first request without names
    /// asks for all where that is what it means.
    mutating func change(subscribe: [String], unsubscribe: [String], noneMeansAll: Bool) -> SubscriptionChange {
        var change = SubscriptionChange(isFirst: request())
        for name in unsubscribe {
            unsubscribeFrom(name, &change)
        }
        for name in subscribe {
            subscribeTo(name, &change)
        }
        if change.isFirst, noneMeansAll, !hasNamed {
            change.startsWildcard = startWildcard()
        }
        return change
    }

    private mutating func unsubscribeFrom(_ name: String, _ change: inout SubscriptionChange) {
        if name == Self.wildcard {
            change.stopsWildcard = isWildcard
            change.dropped += stopWildcard()
        } else if isWildcard {
            _ = remove(name)
            change.asked.append(name)
        } else if remove(name) {
            change.dropped.append(name)
        }
    }

    private mutating func subscribeTo(_ name: String, _ change: inout SubscriptionChange) {
        if name == Self.wildcard {
            noteNamed()
            change.startsWildcard = startWildcard() || change.startsWildcard
        } else {
            add(name)
            change.asked.append(name)
        }
    }
}
