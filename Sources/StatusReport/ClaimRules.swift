package import KubernetesAPI
package import ObjectStore

/// Which objects this controller may speak about.
package struct ClaimRules: Sendable, Equatable {
    /// The namespaces that are watched; none means all.
    package var namespaces: Set<String>

    /// The classes that are ours.
    package var admission: ObjectAdmission

    /// Rules; by default Contour's.
    package init(namespaces: Set<String> = [], admission: ObjectAdmission = ObjectAdmission()) {
        self.namespaces = namespaces
        self.admission = admission
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
    package func isOurs(controller: String) -> Bool { admission.isOurs(controller: controller) }

    /// The class an object names, empty when it names none.
    package static func className(of object: KubernetesObject) -> String {
        ObjectAdmission.className(of: object) ?? ""
    }
}
