package import KubernetesAPI
package import ObjectStore

/// A view of the objects that remembers every question it was asked, also those without an answer.
///
/// Whatever a unit reads, it reads here: when the answer to one of its questions changes, it is built again.
package struct Reader: Sendable {
    /// The questions asked so far.
    package private(set) var reads: Set<StoreKey> = []

    private let table: ObjectTable

    /// A view of these objects.
    package init(_ table: ObjectTable) {
        self.table = table
    }

    /// The HTTPProxy of that name.
    package mutating func httpProxy(_ name: NamespacedName) -> Contour.HTTPProxy? {
        guard case .httpProxy(let proxy)? = object(ObjectKey(.httpProxy, name)) else { return nil }
        return proxy
    }

    /// The Ingress of that name.
    package mutating func ingress(_ name: NamespacedName) -> Networking.Ingress? {
        guard case .ingress(let ingress)? = object(ObjectKey(.ingress, name)) else { return nil }
        return ingress
    }

    /// The Service of that name.
    package mutating func service(_ name: NamespacedName) -> Core.Service? {
        guard case .service(let service)? = object(ObjectKey(.service, name)) else { return nil }
        return service
    }

    /// The Secret of that name. Only ``SecretReferences`` may call this for Secrets of another namespace.
    package mutating func secret(_ name: NamespacedName) -> Core.Secret? {
        guard case .secret(let secret)? = object(ObjectKey(.secret, name)) else { return nil }
        return secret
    }

    /// Who claims a host, the oldest first.
    package mutating func claims(on host: String) -> [HostClaim] {
        reads.insert(.claims(host: host))
        return table.claims(on: host)
    }

    /// What a namespace lends to others.
    package mutating func delegations(in namespace: String) -> [Contour.TLSCertificateDelegation] {
        reads.insert(.delegations(namespace: namespace))
        return table.delegations(in: namespace)
    }

    private mutating func object(_ key: ObjectKey) -> KubernetesObject? {
        reads.insert(.object(key))
        return table[key]
    }
}
