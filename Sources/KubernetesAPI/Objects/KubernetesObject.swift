/// An object of any kind the control plane reads.
package indirect enum KubernetesObject: Equatable, Sendable {
    /// An HTTPProxy.
    case httpProxy(Contour.HTTPProxy)
    /// An Ingress.
    case ingress(Networking.Ingress)
    /// An IngressClass.
    case ingressClass(Networking.IngressClass)
    /// A Service.
    case service(Core.Service)
    /// An EndpointSlice.
    case endpointSlice(Discovery.EndpointSlice)
    /// A Secret.
    case secret(Core.Secret)
    /// A ConfigMap.
    case configMap(Core.ConfigMap)
    /// A Namespace.
    case namespace(Core.Namespace)
    /// A TLSCertificateDelegation.
    case tlsCertificateDelegation(Contour.TLSCertificateDelegation)
    /// An ExtensionService.
    case extensionService(Contour.ExtensionService)

    /// The kind.
    package var kind: ObjectKind {
        switch self {
        case .httpProxy: .httpProxy
        case .ingress: .ingress
        case .ingressClass: .ingressClass
        case .service: .service
        case .endpointSlice: .endpointSlice
        case .secret: .secret
        case .configMap: .configMap
        case .namespace: .namespace
        case .tlsCertificateDelegation: .tlsCertificateDelegation
        case .extensionService: .extensionService
        }
    }

    /// What the object says about itself.
    package var metadata: ObjectMeta {
        switch self {
        case .httpProxy(let object): object.metadata
        case .ingress(let object): object.metadata
        case .ingressClass(let object): object.metadata
        case .service(let object): object.metadata
        case .endpointSlice(let object): object.metadata
        case .secret(let object): object.metadata
        case .configMap(let object): object.metadata
        case .namespace(let object): object.metadata
        case .tlsCertificateDelegation(let object): object.metadata
        case .extensionService(let object): object.metadata
        }
    }

    /// What is wrong with the object's fields; empty for a sound object.
    package var problems: [FieldProblem] {
        switch self {
        case .httpProxy(let object): object.problems
        case .ingress(let object): object.problems
        case .ingressClass(let object): object.problems
        case .service(let object): object.problems
        case .endpointSlice(let object): object.problems
        case .secret(let object): object.problems
        case .configMap(let object): object.problems
        case .namespace(let object): object.problems
        case .tlsCertificateDelegation(let object): object.problems
        case .extensionService(let object): object.problems
        }
    }

    /// What identifies the object.
    package var key: ObjectKey { ObjectKey(kind, metadata.namespacedName) }
}
