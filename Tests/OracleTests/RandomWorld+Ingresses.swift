import KubernetesAPI
import ObjectStore

// Ingresses.
extension RandomWorld {
    /// An Ingress.
    mutating func ingress() -> Networking.Ingress {
        var ingress = Networking.Ingress()
        ingress.metadata = metadata(.ingress)
        ingress.metadata.annotations = ingressAnnotations()
        ingress.spec.ingressClassName = className()
        if chance.one(in: 4) { ingress.spec.defaultBackend = ingressBackend() }
        for _ in 0..<chance.below(3) { ingress.spec.rules.append(rule()) }
        for _ in 0..<chance.below(3) {
            var tls = Networking.IngressTLS()
            tls.hosts = [host()]
            tls.secretName = secretReference()
            ingress.spec.tls.append(tls)
        }
        ingress.problems = problems(["spec.rules[0].host", "spec.defaultBackend", "status.loadBalancer"])
        return ingress
    }

    private mutating func rule() -> Networking.IngressRule {
        var rule = Networking.IngressRule()
        rule.host = chance.one(in: 25) ? "no host" : chance.one(in: 4) ? "" : host()
        guard !chance.one(in: 10) else { return rule }
        var paths = Networking.HTTPIngressRuleValue()
        for _ in 0...chance.below(2) {
            var path = Networking.HTTPIngressPath()
            path.path = chance.one(in: 30) ? chance.pick(["z", "/(*"]) : chance.pick(["/", "/x", "/x/", "/r.*", ""])
            path.pathType =
                chance.one(in: 30) ? "Other" : chance.pick(["Prefix", "Exact", "ImplementationSpecific", nil])
            path.backend = ingressBackend()
            paths.paths.append(path)
        }
        rule.http = paths
        return rule
    }

    private mutating func ingressBackend() -> Networking.IngressBackend {
        var backend = Networking.IngressBackend()
        if chance.one(in: 15) {
            backend.resource = Networking.TypedLocalObjectReference()
            return backend
        }
        var service = Networking.IngressServiceBackend()
        service.name = name(.service)
        if chance.one(in: 3) {
            service.port.name = chance.pick(["web", "web", "admin"])
        } else if !chance.one(in: 30) {
            service.port.number = chance.pick([80, 80, 80, 8080])
        }
        backend.service = service
        return backend
    }

    private mutating func ingressAnnotations() -> [String: String] {
        let words: [(name: String, values: [String])] = [
            ("ingress.kubernetes.io/force-ssl-redirect", ["true", "false"]),
            ("kubernetes.io/ingress.allow-http", ["false"]),
            ("projectcontour.io/response-timeout", ["3s", "soon"]),
            ("projectcontour.io/retry-on", ["5xx"]),
            ("projectcontour.io/websocket-routes", ["/x", "/, /x"]),
            ("projectcontour.io/tls-minimum-protocol-version", ["1.3", "9"]),
            ("projectcontour.io/tls-cert-namespace", ["a"]),
            ("projectcontour.io/unknown", ["x"]),
        ]
        var annotations: [String: String] = [:]
        for word in words where chance.one(in: 10) { annotations[word.name] = chance.pick(word.values) }
        return annotations
    }
}
