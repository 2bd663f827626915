package import KubernetesAPI

/// What an object whose status we write says: its present status and where it stands.
package struct ObservedObject: Sendable, Equatable {
    /// Which object.
    package var key: ObjectKey
    /// Its incarnation.
    package var uid: String
    /// The opaque version of what is stored.
    package var resourceVersion: String
    /// Counts changes of the spec.
    package var generation: Int64
    /// The class it names; empty for none.
    package var className: String
    /// Its conditions, ours and others'.
    package var conditions: [Contour.DetailedCondition] = []
    /// `currentStatus` of an HTTPProxy.
    package var currentStatus = ""
    /// `description` of an HTTPProxy.
    package var description = ""
    /// The addresses it is said to be reached at.
    package var addresses: [PublishedAddress] = []
    /// Who set them.
    package var owners: [FieldOwner] = []

    /// What an object says; nil for kinds whose status is not ours to write.
    package init?(_ object: KubernetesObject) {
        let metadata = object.metadata
        key = object.key
        uid = metadata.uid
        resourceVersion = metadata.resourceVersion
        generation = metadata.generation
        className = ClaimRules.className(of: object)
        owners = metadata.addressOwners
        switch object {
        case .httpProxy(let proxy):
            conditions = proxy.status.conditions
            currentStatus = proxy.status.currentStatus
            description = proxy.status.description
            addresses = PublishedAddress.addresses(of: proxy.status.loadBalancer)
        case .ingress(let ingress): addresses = PublishedAddress.addresses(of: ingress.loadBalancer)
        case .extensionService(let service): conditions = service.conditions
        default: return nil
        }
    }

    /// The condition that is ours.
    package var validity: Contour.DetailedCondition? { conditions.first { $0.type == ValidityReport.type } }

    /// Whether both say the same of the object's state, who said so aside.
    package func hasSameStatus(as other: ObservedObject) -> Bool {
        conditions == other.conditions && currentStatus == other.currentStatus && description == other.description
            && addresses == other.addresses
    }
}

extension ObjectKind {
    /// Whether the kind's status has the condition `Valid`.
    package var hasConditions: Bool { self == .httpProxy || self == .extensionService }

    /// Whether the kind's status has an address.
    package var hasAddress: Bool { self == .httpProxy || self == .ingress }

    /// Whether we write the kind's status at all.
    package var hasStatus: Bool { hasConditions || hasAddress }
}
