import ControlPlane
import KubernetesAPI
import RoutingGraph

/// Settings, with engines that know no object yet: making one takes longer than a short history.
struct Variant: Sendable {
    /// What the graph is to do.
    let settings: GraphSettings

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
                clientCertificate: chance.one(in: 3) ? NamespacedName(namespace: "a", name: "c0") : nil))
    }

    private init(_ settings: GraphSettings) {
        self.settings = settings
        kept = Engine(graph: settings)
        scratch = Engine(graph: settings)
    }
}
