package import KubernetesAPI

/// The latest state of every object that concerns us, with the indexes by which it is read.
///
/// A change answers which questions may have a new answer; its cost is that of the object, whatever else is stored.
package struct ObjectTable: Sendable {
    /// Which objects are kept.
    package let admission: ObjectAdmission

    private var objects: [ObjectKey: KubernetesObject] = [:]

    /// The objects that are ours by the name of their class, which is another controller's.
    private var aside: [ObjectKey: KubernetesObject] = [:]

    /// The objects that name a class, those aside among them.
    private var keysByClass: [String: Set<ObjectKey>] = [:]

    private var claimsByHost: [String: [HostClaim]] = [:]
    private var delegationsByNamespace: [String: Set<ObjectKey>] = [:]
    private var slicesByService: [NamespacedName: Set<ObjectKey>] = [:]

    /// An empty table.
    package init(admission: ObjectAdmission = ObjectAdmission()) {
        self.admission = admission
    }

    /// Takes a change in and answers the questions whose answers may differ now: none when the object means the same.
    ///
    /// An IngressClass that comes, goes or changes hands takes the objects that name it along.
    package mutating func apply(_ change: ObjectChange) -> Set<StoreKey> {
        let key = change.key
        var touched: Set<StoreKey> = []
        switch change {
        case .set(let object): set(key, to: admission.admits(object) ? object : nil, &touched)
        case .removed: set(key, to: nil, &touched)
        }
        return touched
    }

    private mutating func set(_ key: ObjectKey, to object: KubernetesObject?, _ touched: inout Set<StoreKey>) {
        switch key.kind {
        case .httpProxy, .ingress:
            if let name = className(of: objects[key] ?? aside[key]) {
                keysByClass[name]?.remove(key)
                if keysByClass[name]?.isEmpty == true { keysByClass[name] = nil }
            }
            if let name = className(of: object) { keysByClass[name, default: []].insert(key) }
            place(object, at: key, &touched)
        case .ingressClass:
            let wasForeign = isForeign(key.name)
            replace(key, by: object, &touched)
            guard wasForeign != isForeign(key.name) else { return }
            for key in keysByClass[key.name] ?? [] { place(objects[key] ?? aside[key], at: key, &touched) }
        default: replace(key, by: object, &touched)
        }
    }

    /// Keeps an object or, if its class is another controller's, puts it aside.
    private mutating func place(_ object: KubernetesObject?, at key: ObjectKey, _ touched: inout Set<StoreKey>) {
        let isForeign = className(of: object).map(isForeign) ?? false
        aside[key] = isForeign ? object : nil
        replace(key, by: isForeign ? nil : object, &touched)
    }

    /// The class an object names; nil for none.
    private func className(of object: KubernetesObject?) -> String? {
        guard let name = object.flatMap(ObjectAdmission.className), !name.isEmpty else { return nil }
        return name
    }

    /// Whether a class belongs to another controller; one of which nothing is known does not.
    private func isForeign(_ className: String) -> Bool {
        let key = ObjectKey(.ingressClass, namespace: "", name: className)
        guard case .ingressClass(let found)? = objects[key] else { return false }
        return !admission.isOurs(controller: found.controller)
    }

    private mutating func replace(
        _ key: ObjectKey, by latter: KubernetesObject?, _ touched: inout Set<StoreKey>
    ) {
        let former = objects[key]
        objects[key] = latter
        guard former != nil || latter != nil else { return }
        if let former, let latter, former.hasSameMeaning(as: latter) { return }
        touched.insert(.object(key))
        if let former { removeFromIndexes(former, &touched) }
        if let latter { addToIndexes(latter, &touched) }
    }

    /// The object of that name, if it is there and concerns us.
    package subscript(key: ObjectKey) -> KubernetesObject? { objects[key] }

    /// Who claims a host, the oldest first.
    package func claims(on host: String) -> [HostClaim] { claimsByHost[host] ?? [] }

    /// The classes of others that are marked as the default, by name; see ``ObjectAdmission/foreignDefaults(among:)``.
    /// Looks at all objects.
    package var foreignDefaults: [String] {
        admission.foreignDefaults(
            among: all.compactMap { object in
                if case .ingressClass(let found) = object { found } else { nil }
            })
    }

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
