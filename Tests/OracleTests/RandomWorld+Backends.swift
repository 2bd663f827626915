import KubernetesAPI
import ObjectStore

// Objects that others look up: Services, their endpoints, Secrets and who may use them.
extension RandomWorld {
    /// The label that names a slice's Service.
    static let serviceLabel = "kubernetes.io/service-name"

    /// A Service.
    mutating func service() -> Core.Service {
        var service = Core.Service()
        service.metadata = metadata(.service)
        service.metadata.annotations = serviceAnnotations()
        service.spec.ports = servicePorts()
        if chance.one(in: 10) {
            service.spec.type = "ExternalName"
            service.spec.externalName = chance.pick(["localhost", "example.com", "example.com.", "example.org"])
        }
        service.problems = problems(["spec.ports[0].appProtocol", "status.loadBalancer"])
        return service
    }

    /// The ports of a Service.
    mutating func servicePorts() -> [Core.ServicePort] {
        guard !chance.one(in: 40) else { return [] }
        return (0...chance.below(2)).map { index in
            var port = Core.ServicePort()
            port.name = index == 0 ? chance.pick(["", "web", "web"]) : chance.pick(["", "admin", "admin", "other"])
            port.port = index == 0 ? chance.pick([80, 80, 80, 80, 80, 8080]) : chance.pick([8080, 9090])
            port.protocol = chance.one(in: 40) ? "UDP" : chance.pick(["TCP", ""])
            if chance.one(in: 6) { port.appProtocol = chance.pick(["kubernetes.io/h2c", "https", "http"]) }
            return port
        }
    }

    /// The annotations of a Service.
    mutating func serviceAnnotations() -> [String: String] {
        var annotations: [String: String] = [:]
        if chance.one(in: 5) {
            let name = chance.pick([
                "max-connections", "max-pending-requests", "max-retries", "per-host-max-connections",
            ])
            annotations["projectcontour.io/\(name)"] = chance.pick(["7", "x", "9000"])
        }
        if chance.one(in: 5) {
            let spoken = chance.pick(["tls", "h2", "h2c"])
            annotations["projectcontour.io/upstream-protocol.\(spoken)"] = chance.pick(["80", "web", "web, 8080"])
        }
        return annotations
    }

    /// A slice of endpoints.
    mutating func slice() -> Discovery.EndpointSlice {
        var slice = Discovery.EndpointSlice()
        slice.metadata = metadata(.endpointSlice)
        slice.metadata.labels[Self.serviceLabel] = name(.service)
        slice.addressType = "IPv4"
        slice.ports = endpointPorts()
        slice.endpoints = endpoints()
        return slice
    }

    /// The ports of a slice.
    mutating func endpointPorts() -> [Discovery.EndpointPort] {
        (0...chance.below(2)).map { _ in
            var port = Discovery.EndpointPort()
            port.name = chance.pick(["", "web", "web", "admin", "other"])
            port.port = 8080 + chance.below(2)
            port.protocol = "TCP"
            return port
        }
    }

    /// The endpoints of a slice; an address may be in several.
    mutating func endpoints() -> [Discovery.Endpoint] {
        (0..<chance.below(3)).map { _ in
            var endpoint = Discovery.Endpoint()
            endpoint.addresses = ["10.0.0.\(chance.below(5))"]
            endpoint.conditions.ready = chance.pick([nil, true, false])
            return endpoint
        }
    }

    /// A Secret, mostly with a certificate.
    mutating func secret() -> Core.Secret {
        var secret = Core.Secret()
        secret.metadata = metadata(.secret)
        secret.type = chance.one(in: 25) ? "helm.sh/release.v1" : "kubernetes.io/tls"
        let pair = chance.pick(certificates)
        secret.data["tls.crt"] = pair.certificate
        secret.data["tls.key"] = chance.one(in: 20) ? chance.pick(certificates).privateKey : pair.privateKey
        if !chance.one(in: 8) { secret.data["ca.crt"] = chance.one(in: 20) ? [0x41] : pair.certificate }
        secret.problems = problems(["data.tls.key"])
        return secret
    }

    /// A reference to a Secret of the same namespace or another.
    mutating func secretReference() -> String {
        if chance.one(in: 40) { return chance.pick(["", "a/b/c", "No Name"]) }
        return chance.one(in: 3) ? "\(namespace())/\(name(.secret))" : name(.secret)
    }

    /// Who may use the Secrets of a namespace.
    mutating func delegation() -> Contour.TLSCertificateDelegation {
        var delegation = Contour.TLSCertificateDelegation()
        delegation.metadata = metadata(.tlsCertificateDelegation)
        delegation.delegations = (0...chance.below(3)).map { _ in certificateDelegation() }
        delegation.problems = problems(["spec.delegations[0].secretName"])
        return delegation
    }

    /// Who may use one Secret.
    mutating func certificateDelegation() -> Contour.CertificateDelegation {
        var entry = Contour.CertificateDelegation()
        entry.secretName = name(.secret)
        entry.targetNamespaces = chance.pick([["*"], ["*"], ["a"], ["b"], ["*", "a"], []])
        return entry
    }
}
