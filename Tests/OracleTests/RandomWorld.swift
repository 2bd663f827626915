import KubernetesAPI
import ObjectStore

/// Random objects over few names, so that they refer to each other, collide, miss and are wrong in every way often.
struct RandomWorld {
    /// Certificates with their keys, PEM.
    let certificates: [(certificate: [UInt8], privateKey: [UInt8])]

    /// Where chance comes from; the same seed gives the same objects.
    var chance: Chance

    /// Whether most objects name a class, and classes often change hands.
    var isFullOfClasses = false

    /// The namespaces of all objects.
    static let namespaces = ["a", "b"]

    /// The hosts that objects claim, as they write them.
    static let hosts = ["one.test", "two.test", "*.test", "Three.test"]

    /// Which names there are of each kind: a prefix and how many.
    static let names: [(kind: ObjectKind, prefix: String, count: Int)] = [
        (.httpProxy, "p", 5), (.ingress, "i", 2), (.service, "s", 3), (.secret, "c", 2),
        (.tlsCertificateDelegation, "d", 1), (.endpointSlice, "e", 4), (.extensionService, "x", 2),
    ]

    /// The classes that objects name; Contour's is ours.
    static let classes = ["contour", "other"]

    /// A change of one of these objects: a new one, another in its place, a small difference, or its end.
    mutating func change(of objects: [ObjectKey: KubernetesObject]) -> ObjectChange {
        if isFullOfClasses, chance.one(in: 4) { return classChange() }
        return switch chance.below(100) {
        case 0..<10: .removed(anyKey())
        case 10..<16: .removed(existingKey(objects) ?? anyKey())
        case 16..<34: edit(existingKey(objects).flatMap { objects[$0] })
        case 34: classChange()
        default: .set(object())
        }
    }

    /// A new object, more often of a kind that others depend on.
    private mutating func object() -> KubernetesObject {
        switch chance.below(70) {
        case 0..<30: .httpProxy(httpProxy())
        case 30..<38: .ingress(ingress())
        case 38..<48: .service(service())
        case 48..<55: .secret(secret())
        case 55..<58: .tlsCertificateDelegation(delegation())
        case 58..<60: .extensionService(extensionService())
        case 60..<62: .ingressClass(ingressClass())
        default: .endpointSlice(slice())
        }
    }

    /// One of the namespaces.
    mutating func namespace() -> String { chance.pick(Self.namespaces) }

    /// A name of a kind.
    mutating func name(_ kind: ObjectKind) -> String {
        guard let (_, prefix, count) = Self.names.first(where: { $0.kind == kind }) else { return "" }
        return "\(prefix)\(chance.below(count))"
    }

    /// One of the hosts.
    mutating func host() -> String { chance.pick(Self.hosts) }

    /// What an object of a kind says about itself.
    mutating func metadata(_ kind: ObjectKind) -> ObjectMeta {
        var metadata = ObjectMeta(name: name(kind), namespace: namespace())
        metadata.generation = Int64(chance.below(3))
        // why: few moments, so that two objects are often of the same age.
        metadata.creationTimestamp = chance.one(in: 3) ? nil : moment()
        return metadata
    }

    /// A time of creation.
    mutating func moment() -> Timestamp { Timestamp(secondsSinceEpoch: 1_700_000_000 + Int64(chance.below(4))) }

    private mutating func anyKey() -> ObjectKey {
        let kind = chance.pick(Self.names).kind
        return ObjectKey(kind, namespace: namespace(), name: name(kind))
    }

    private mutating func existingKey(_ objects: [ObjectKey: KubernetesObject]) -> ObjectKey? {
        objects.isEmpty ? nil : chance.pick(objects.keys.sorted())
    }

    /// What is wrong with an object's fields: mostly nothing.
    mutating func problems(_ paths: [String]) -> [FieldProblem] {
        guard chance.one(in: 40) else { return [] }
        return (0...chance.below(2)).map { _ in FieldProblem(path: chance.pick(paths), message: "is wrong") }
    }
}
