package import KubernetesAPI

/// The latest state of every object that concerns us, with the indexes by which it is read.
///
/// A change answers which questions may have a new answer; its cost is that of the object, whatever else is stored.
package struct ObjectTable: Sendable {
    /// Which objects are kept.
    package let admission: ObjectAdmission

    private var objects: [ObjectKey: KubernetesObject] = [:]
    private var claimsByHost: [String: [HostClaim]] = [:]
    private var delegationsByNamespace: [String: Set<ObjectKey>] = [:]
    private var slicesByService: [NamespacedName: Set<ObjectKey>] = [:]

    /// An empty table.
    package init(admission: ObjectAdmission = ObjectAdmission()) {
        self.admission = admission
    }

    /// Takes a change in and answers the questions whose answers may differ now: none when the object means the same.
    package mutating func apply(_ change: ObjectChange) -> Set<StoreKey> {
        let key = change.key
        let former = objects[key]
        let latter: KubernetesObject? =
            switch change {
            case .set(let object): admission.admits(object) ? object : nil
            case .removed: nil
            }
        objects[key] = latter
        guard former != nil || latter != nil else { return [] }
        if let former, let latter, former.hasSameMeaning(as: latter) { return [] }

        var touched: Set<StoreKey> = [.object(key)]
        if let former { removeFromIndexes(former, &touched) }
        if let latter { addToIndexes(latter, &touched) }
        return touched
    }

    /// The object of that name, if it is there and concerns us.
    package subscript(key: ObjectKey) -> KubernetesObject? { objects[key] }

    /// Who claims a host, the oldest first.
    package func claims(on host: String) -> [HostClaim] { claimsByHost[host] ?? [] }

    /// All objects, in no order.
    package var all: some Sequence<KubernetesObject> { objects.values }

    /// What a namespace lends to others, by name.
    package func delegations(in namespace: String) -> [Contour.TLSCertificateDelegation] {
        (delegationsByNamespace[namespace] ?? []).sorted().compactMap { key in
            guard case .tlsCertificateDelegation(let delegation)? = objects[key] else { return nil }
            return delegation
        }
    }

    /// The slices of a Service, by name.
    package func slices(of service: NamespacedName) -> [Discovery.EndpointSlice] {
        (slicesByService[service] ?? []).sorted().compactMap { key in
            guard case .endpointSlice(let slice)? = objects[key] else { return nil }
            return slice
        }
    }

    private mutating func addToIndexes(_ object: KubernetesObject, _ touched: inout Set<StoreKey>) {
        let claim = HostClaim(key: object.key, created: object.metadata.creationTimestamp)
        for host in object.claimedHosts {
            var claims = claimsByHost[host] ?? []
            let place = claims.firstIndex { claim < $0 } ?? claims.endIndex
            claims.insert(claim, at: place)
            claimsByHost[host] = claims
            touched.insert(.claims(host: host))
        }
        switch object {
        case .tlsCertificateDelegation(let delegation):
            delegationsByNamespace[delegation.metadata.namespace, default: []].insert(object.key)
            touched.insert(.delegations(namespace: delegation.metadata.namespace))
        case .endpointSlice(let slice):
            guard let service = slice.service else { return }
            slicesByService[service, default: []].insert(object.key)
            touched.insert(.slices(service: service))
        default: break
        }
    }

    private mutating func removeFromIndexes(_ object: KubernetesObject, _ touched: inout Set<StoreKey>) {
        for host in object.claimedHosts {
            claimsByHost[host]?.removeAll { $0.key == object.key }
            if claimsByHost[host]?.isEmpty == true { claimsByHost[host] = nil }
            touched.insert(.claims(host: host))
        }
        switch object {
        case .tlsCertificateDelegation(let delegation):
            let namespace = delegation.metadata.namespace
            delegationsByNamespace[namespace]?.remove(object.key)
            if delegationsByNamespace[namespace]?.isEmpty == true { delegationsByNamespace[namespace] = nil }
            touched.insert(.delegations(namespace: namespace))
        case .endpointSlice(let slice):
            guard let service = slice.service else { return }
            slicesByService[service]?.remove(object.key)
            if slicesByService[service]?.isEmpty == true { slicesByService[service] = nil }
            touched.insert(.slices(service: service))
        default: break
        }
    }
}
