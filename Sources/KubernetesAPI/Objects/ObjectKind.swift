/// The kinds of Kubernetes objects the control plane reads.
package enum ObjectKind: UInt8, CaseIterable, Hashable, Sendable {
    /// `projectcontour.io/v1` HTTPProxy.
    case httpProxy
    /// `networking.k8s.io/v1` Ingress.
    case ingress
    /// `networking.k8s.io/v1` IngressClass.
    case ingressClass
    /// `v1` Service.
    case service
    /// `discovery.k8s.io/v1` EndpointSlice.
    case endpointSlice
    /// `v1` Secret.
    case secret
    /// `v1` ConfigMap.
    case configMap
    /// `v1` Namespace.
    case namespace
    /// `projectcontour.io/v1` TLSCertificateDelegation.
    case tlsCertificateDelegation
    /// `projectcontour.io/v1alpha1` ExtensionService.
    case extensionService

    /// The kind as documents spell it: `HTTPProxy`.
    package var name: String {
        switch self {
        case .httpProxy: "HTTPProxy"
        case .ingress: "Ingress"
        case .ingressClass: "IngressClass"
        case .service: "Service"
        case .endpointSlice: "EndpointSlice"
        case .secret: "Secret"
        case .configMap: "ConfigMap"
        case .namespace: "Namespace"
        case .tlsCertificateDelegation: "TLSCertificateDelegation"
        case .extensionService: "ExtensionService"
        }
    }

    /// The API group; empty for the core group.
    package var group: String {
        switch self {
        case .httpProxy, .tlsCertificateDelegation, .extensionService: "projectcontour.io"
        case .ingress, .ingressClass: "networking.k8s.io"
        case .endpointSlice: "discovery.k8s.io"
        case .service, .secret, .configMap, .namespace: ""
        }
    }

    /// The version within the group.
    package var version: String { self == .extensionService ? "v1alpha1" : "v1" }

    /// Group and version as documents spell them in `apiVersion`: `projectcontour.io/v1`, or `v1` for the core group.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// The kind's segment in paths of the Kubernetes API: `httpproxies`.
    package var plural: String {
        switch self {
        case .httpProxy: "httpproxies"
        case .ingress: "ingresses"
        case .ingressClass: "ingressclasses"
        case .service: "services"
        case .endpointSlice: "endpointslices"
        case .secret: "secrets"
        case .configMap: "configmaps"
        case .namespace: "namespaces"
        case .tlsCertificateDelegation: "tlscertificatedelegations"
        case .extensionService: "extensionservices"
        }
    }

    /// Whether objects of the kind live in a namespace.
    package var isNamespaced: Bool { self != .ingressClass && self != .namespace }

    /// The kind a document's `apiVersion` and `kind` mean, nil for one the control plane does not read.
    package init?(apiVersion: String, name: String) {
        guard let kind = Self.byName[name], kind.apiVersion == apiVersion else { return nil }
        self = kind
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
