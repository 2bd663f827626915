import ControlPlane
import KubernetesAPI
import ObjectStore
import RoutingGraph

/// Settings, with engines that know no object yet: making one takes longer than a short history.
struct Variant: Sendable {
    /// What the graph is to do.
    let settings: GraphSettings

    /// Which objects are ours.
    let admission: ObjectAdmission

    /// An engine for what is kept; it remembers other certificates than ``scratch``.
    let kept: Engine

    /// An engine for what is made from scratch.
    let scratch: Engine

    /// Variants in which every setting has each of its values.
    static let all = (0..<24 as Range<UInt64>).map { seed in
        var chance = Chance(seed: ~seed)
        return Variant(
            GraphSettings(
                rootNamespaces: chance.one(in: 4) ? ["a"] : [],
                duplicateHosts: chance.one(in: 3) ? .invalidateAll : .oldestWins,
                invalidRoutes: chance.one(in: 3) ? .dropObject : .answer500,
                disablesPermitInsecure: chance.one(in: 4), allowsExternalNames: !chance.one(in: 3),
                minimumTLSVersion: chance.one(in: 6) ? .tls13 : .tls12,
                clientCertificate: chance.one(in: 3) ? NamespacedName(namespace: "a", name: "c0") : nil),
            ObjectAdmission(
                classNames: chance.one(in: 2) ? [] : ["", "contour", "other"],
                controllers: [RandomWorld.allowedController]))
    }

    private init(_ settings: GraphSettings, _ admission: ObjectAdmission) {
        self.settings = settings
        self.admission = admission
        kept = Engine(graph: settings, admission: admission)
        scratch = Engine(graph: settings, admission: admission)
    }
}
