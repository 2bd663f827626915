import KubernetesAPI
import ObjectStore

// What a history begins with.
extension RandomWorld {
    /// What a history begins with besides random objects.
    enum Prologue: Sendable {
        /// Nothing more.
        case none
        /// So many hosts with one Service and one Secret that they are built on all cores.
        case crowd
        /// A dozen such hosts, among which others have to be put in their places.
        case group
        /// Hosts with more includes after one another than there may be, of routes and of connections.
        case deepIncludes
        /// A host that reaches the same objects more often than it may.
        case manyIncludes
    }

    /// The objects of a prologue.
    func objects(of prologue: Prologue) -> [KubernetesObject] {
        switch prologue {
        case .none: []
        case .crowd: (0..<100).map { .httpProxy(crowdMember($0)) }
        case .group: (0..<12).map { .httpProxy(crowdMember($0)) }
        case .deepIncludes: chain(of: 35, includes: 1) + connectionChain(of: 35)
        case .manyIncludes: chain(of: 15, includes: 2)
        }
    }

    /// Objects to begin with: most of what others refer to, and some that do.
    mutating func furniture() -> [KubernetesObject] {
        var objects: [KubernetesObject] = chance.one(in: 3) ? [.ingressClass(ingressClass())] : []
        for (kind, prefix, count) in Self.names {
            for namespace in Self.namespaces {
                for number in 0..<count where !chance.one(in: 8) {
                    guard !isClaimant(kind) || chance.one(in: 3) else { continue }
                    objects.append(object(kind, named: "\(prefix)\(number)", in: namespace))
                }
            }
        }
        return objects
    }

    private func isClaimant(_ kind: ObjectKind) -> Bool { kind == .httpProxy || kind == .ingress }

    private mutating func object(_ kind: ObjectKind, named name: String, in namespace: String) -> KubernetesObject {
        func place(_ metadata: inout ObjectMeta) { (metadata.name, metadata.namespace) = (name, namespace) }
        switch kind {
        case .httpProxy:
            var proxy = httpProxy()
            place(&proxy.metadata)
            return .httpProxy(proxy)
        case .ingress:
            var ingress = ingress()
            place(&ingress.metadata)
            return .ingress(ingress)
        case .secret:
            var secret = secret()
            place(&secret.metadata)
            return .secret(secret)
        case .tlsCertificateDelegation:
            var delegation = delegation()
            place(&delegation.metadata)
            return .tlsCertificateDelegation(delegation)
        case .endpointSlice:
            var slice = slice()
            place(&slice.metadata)
            return .endpointSlice(slice)
        case .extensionService:
            var service = extensionService()
            place(&service.metadata)
            return .extensionService(service)
        default:
            var service = service()
            place(&service.metadata)
            return .service(service)
        }
    }

    private func crowdMember(_ number: Int) -> Contour.HTTPProxy {
        var backend = Contour.Service()
        backend.name = "s0"
        backend.port = 80
        var route = Contour.Route()
        route.services = [backend]
        var proxy = Contour.HTTPProxy()
        proxy.metadata = ObjectMeta(name: "crowd\(number)", namespace: "a")
        proxy.spec.routes = [route]
        proxy.spec.virtualhost = Contour.VirtualHost()
        proxy.spec.virtualhost?.fqdn = "h\(number).crowd.test"
        if number % 4 == 0 {
            proxy.spec.virtualhost?.tls = Contour.TLS()
            proxy.spec.virtualhost?.tls?.secretName = "c0"
        }
        return proxy
    }

    /// A root and what it includes, each including the next under so many conditions.
    private func chain(of length: Int, includes: Int) -> [KubernetesObject] {
        (0..<length).map { number in
            var proxy = Contour.HTTPProxy()
            proxy.metadata = ObjectMeta(name: "chain\(number)", namespace: "a")
            if number == 0 {
                proxy.spec.virtualhost = Contour.VirtualHost()
                proxy.spec.virtualhost?.fqdn = "chain.test"
            }
            proxy.spec.includes = (0..<includes).map { _ in
                var include = Contour.Include()
                include.name = "chain\(number + 1)"
                return include
            }
            return .httpProxy(proxy)
        }
    }

    /// A root and what its `tcpproxy` includes, each including the next.
    private func connectionChain(of length: Int) -> [KubernetesObject] {
        (0..<length).map { number in
            var include = Contour.TCPProxyInclude()
            include.name = "pipe\(number + 1)"
            var proxy = Contour.HTTPProxy()
            proxy.metadata = ObjectMeta(name: "pipe\(number)", namespace: "a")
            proxy.spec.tcpproxy = Contour.TCPProxy()
            proxy.spec.tcpproxy?.include = include
            if number == 0 {
                proxy.spec.virtualhost = Contour.VirtualHost()
                proxy.spec.virtualhost?.fqdn = "pipe.test"
                proxy.spec.virtualhost?.tls = Contour.TLS()
                proxy.spec.virtualhost?.tls?.passthrough = true
            }
            return .httpProxy(proxy)
        }
    }
}
