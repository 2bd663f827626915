package import KubernetesAPI

/// Which objects concern this controller: the others are treated as if they were not there.
///
/// The class of an Ingress or HTTPProxy is
/// [its annotation or its field](https://projectcontour.io/docs/main/config/ingress/#annotations); only names are compared.
package struct ObjectAdmission: Sendable, Equatable {
    /// The accepted classes; none accepts objects without class and those of class `contour`.
    package var classNames: [String]

    /// An admission; by default Contour's without `--ingress-class-name`.
    package init(classNames: [String] = []) {
        self.classNames = classNames
    }

    /// Whether the object concerns us.
    package func admits(_ object: KubernetesObject) -> Bool {
        switch object {
        case .httpProxy(let proxy): admits(proxy.metadata, field: proxy.spec.ingressClassName)
        case .ingress(let ingress): admits(ingress.metadata, field: ingress.spec.ingressClassName)
        default: true
        }
    }

    private func admits(_ metadata: ObjectMeta, field: String?) -> Bool {
        let names = [
            metadata.annotations["projectcontour.io/ingress.class"],
            metadata.annotations["kubernetes.io/ingress.class"], field,
        ]
        let name = names.compactMap(\.self).first { !$0.isEmpty } ?? ""
        return classNames.isEmpty ? name.isEmpty || name == "contour" : classNames.contains(name)
    }
}
