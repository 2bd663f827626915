package import KubernetesAPI

/// A question that can be put to the store, and whose answer may change: what a reader records.
package enum StoreKey: Sendable, Hashable {
    /// Is there such an object, and what does it say?
    case object(ObjectKey)

    /// Which objects claim this host?
    case claims(host: String)

    /// Which certificates does this namespace lend to others?
    case delegations(namespace: String)

    /// Which slices hold the endpoints of this Service?
    case slices(service: NamespacedName)
}

/// An object that wants to serve a host.
package struct HostClaim: Sendable, Hashable, Comparable {
    /// The object: an HTTPProxy with that fqdn, or an Ingress with a rule for that host.
    package var key: ObjectKey

    /// When it was created; objects of files that do not say count as the oldest.
    package var created: Timestamp?

    /// The older first; of the same age by namespace and name, HTTPProxy before Ingress.
    package static func < (left: HostClaim, right: HostClaim) -> Bool {
        switch (left.created, right.created) {
        case (let first?, let second?) where first != second: first < second
        case (nil, .some): true
        case (.some, nil): false
        default:
            left.key.namespacedName == right.key.namespacedName
                ? left.key < right.key : left.key.namespacedName < right.key.namespacedName
        }
    }
}
