import KubernetesAPI
import ObjectStore

// Classes and the controllers they belong to.
extension RandomWorld {
    /// Controllers of classes: ours by their domain, ours by the operator's word, and others.
    static let controllers = [
        "projectcontour.io/ingress-controller", "projectcontour.io/other", "example.test/allowed",
        "example.test/foreign",
        "",
    ]

    /// The one of ``controllers`` that the operator allows.
    static let allowedController = "example.test/allowed"

    /// A class.
    mutating func ingressClass() -> Networking.IngressClass {
        var found = Networking.IngressClass()
        found.metadata = ObjectMeta(name: chance.pick(Self.classes), namespace: "")
        found.controller = chance.pick(Self.controllers)
        return found
    }

    /// A class that comes, changes hands or goes.
    mutating func classChange() -> ObjectChange {
        guard chance.one(in: 3) else { return .set(.ingressClass(ingressClass())) }
        return .removed(ObjectKey(.ingressClass, namespace: "", name: chance.pick(Self.classes)))
    }

    /// The class an object names; mostly none.
    mutating func className() -> String? {
        chance.one(in: isFullOfClasses ? 2 : 12) ? chance.pick(Self.classes) : nil
    }
}
