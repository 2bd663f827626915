package import KubernetesAPI
package import ObjectStore

/// Which objects this controller may speak about.
package struct ClaimRules: Sendable, Equatable {
    /// The namespaces that are watched; none means all.
    package var namespaces: Set<String>
    /// The classes that are ours by name.
    package var admission: ObjectAdmission
    /// Names of controllers that count as ours besides those of Contour's domain.
    package var controllers: Set<String>

    /// Controllers whose name is in this domain are ours: Contour's documentation and its charts use several names in it, and
    /// Contour itself compares none.
    package static let domain = "projectcontour.io/"

    /// Rules; by default Contour's.
    package init(
        namespaces: Set<String> = [], admission: ObjectAdmission = ObjectAdmission(), controllers: Set<String> = []
    ) {
        self.namespaces = namespaces
        self.admission = admission
        self.controllers = controllers
    }

    /// Why an object is not ours.
    package enum Refusal: String, Sendable, Hashable, CaseIterable {
        /// It lives where we do not look.
        case namespace
        /// It names another class, or none where one is needed.
        case className = "class"
        /// The class it names belongs to another controller.
        case controller
    }

    /// Why an object is not ours by its own word; nil when it is.
    package func refusal(of object: KubernetesObject) -> Refusal? {
        guard namespaces.isEmpty || namespaces.contains(object.metadata.namespace) else { return .namespace }
        return admission.admits(object) ? nil : .className
    }

    /// Whether a controller of that name, which an IngressClass gives, is this one.
    package func isOurs(controller: String) -> Bool {
        controller.hasPrefix(Self.domain) || controllers.contains(controller)
    }

    /// The class an object names, empty when it names none:
    /// [annotation before field](https://projectcontour.io/docs/main/config/ingress/#annotations).
    package static func className(of object: KubernetesObject) -> String {
        let field: String? =
            switch object {
            case .httpProxy(let proxy): proxy.spec.ingressClassName
            case .ingress(let ingress): ingress.spec.ingressClassName
            default: nil
            }
        let annotations = object.metadata.annotations
        let names = [
            annotations["projectcontour.io/ingress.class"], annotations["kubernetes.io/ingress.class"], field,
        ]
        return names.compactMap(\.self).first { !$0.isEmpty } ?? ""
    }

    /// The classes of others that are marked as
    /// [the default](https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class): objects
    /// without class may be meant for them. Worth a warning at the start when objects without class are served.
    package func foreignDefaults(among classes: some Sequence<Networking.IngressClass>) -> [String] {
        classes.filter {
            $0.metadata.annotations["ingressclass.kubernetes.io/is-default-class"] == "true"
                && !isOurs(controller: $0.controller)
        }.map(\.metadata.name).sorted()
    }
}
