package import KubernetesAPI

/// Which objects concern this controller: the others are treated as if they were not there.
///
/// The class of an Ingress or HTTPProxy is
/// [its annotation or its field](https://projectcontour.io/docs/main/config/ingress/#annotations). It must be ours by its
/// name, and by its controller too where an
/// [IngressClass](https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class) of that name exists.
package struct ObjectAdmission: Sendable, Equatable {
    /// The accepted classes; none accepts objects without class and those of class `contour`.
    package var classNames: [String]

    /// Names of controllers that count as ours besides those of Contour's domain.
    package var controllers: Set<String>

    /// Controllers whose name is in this domain are ours: Contour's documentation and its charts use several names in it, and
    /// Contour itself compares none.
    package static let domain = "projectcontour.io/"

    /// An admission; by default Contour's without `--ingress-class-name`.
    package init(classNames: [String] = [], controllers: Set<String> = []) {
        self.classNames = classNames
        self.controllers = controllers
    }

    /// Whether the object concerns us, as far as it says itself.
    package func admits(_ object: KubernetesObject) -> Bool {
        guard let name = Self.className(of: object) else { return true }
        return classNames.isEmpty ? name.isEmpty || name == "contour" : classNames.contains(name)
    }

    /// Whether a controller of that name, which an IngressClass gives, is this one.
    package func isOurs(controller: String) -> Bool {
        controller.hasPrefix(Self.domain) || controllers.contains(controller)
    }

    /// The class an object names, empty when it names none; nil for kinds that have no class.
    package static func className(of object: KubernetesObject) -> String? {
        switch object {
        case .httpProxy(let proxy): className(proxy.metadata, field: proxy.spec.ingressClassName)
        case .ingress(let ingress): className(ingress.metadata, field: ingress.spec.ingressClassName)
        default: nil
        }
    }

    private static func className(_ metadata: ObjectMeta, field: String?) -> String {
        let names = [
            metadata.annotations["projectcontour.io/ingress.class"],
            metadata.annotations["kubernetes.io/ingress.class"], field,
        ]
        return names.compactMap(\.self).first { !$0.isEmpty } ?? ""
    }

    /// The classes of others, by name, that are marked as
    /// [the default](https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class) while objects
    /// without class are ours too: such an object may be meant for them. Worth a warning at the start.
    package func foreignDefaults(among classes: some Sequence<Networking.IngressClass>) -> [String] {
        guard classNames.isEmpty else { return [] }
        return classes.filter {
            $0.metadata.annotations["ingressclass.kubernetes.io/is-default-class"] == "true"
                && !isOurs(controller: $0.controller)
        }.map(\.metadata.name).sorted()
    }
}
