package import KubernetesAPI

extension KubernetesObject {
    /// The hosts the object wants to serve, each once and in lower case; `*` is every host.
    package var claimedHosts: [String] {
        switch self {
        case .httpProxy(let proxy):
            guard let name = proxy.spec.virtualhost?.fqdn.lowercased(), !name.isEmpty else { return [] }
            return [name]
        case .ingress(let ingress):
            var hosts = ingress.spec.rules.map { $0.host.isEmpty ? "*" : $0.host.lowercased() }
            if ingress.spec.defaultBackend != nil { hosts.append("*") }
            return Set(hosts).sorted()
        default:
            return []
        }
    }
}

extension Discovery.EndpointSlice {
    /// The Service whose endpoints the slice holds, which
    /// [a label](https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetesioservice-name) names.
    package var service: NamespacedName? {
        guard let name = metadata.labels["kubernetes.io/service-name"], !name.isEmpty else { return nil }
        return NamespacedName(namespace: metadata.namespace, name: name)
    }
}
