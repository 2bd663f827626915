import KubernetesAPI
import ObjectStore

// HTTPProxies: roots, what they include, and TLS.
extension RandomWorld {
    /// An HTTPProxy, root or not.
    mutating func httpProxy() -> Contour.HTTPProxy {
        var proxy = Contour.HTTPProxy()
        proxy.metadata = metadata(.httpProxy)
        proxy.spec.ingressClassName = className() ?? ""
        if chance.one(in: 2) { proxy.spec.virtualhost = virtualHost() }
        for _ in 0..<chance.pick([0, 1, 1, 2, 3]) { proxy.spec.routes.append(route()) }
        for _ in 0..<chance.below(3) { proxy.spec.includes.append(include()) }
        if chance.one(in: proxy.spec.virtualhost?.tls == nil ? 4 : 3) { proxy.spec.tcpproxy = tcpProxy() }
        // why: what leads back to itself is rare by chance.
        if proxy.spec.virtualhost == nil, chance.one(in: 3) {
            var include = Contour.TCPProxyInclude()
            include.name = proxy.metadata.name
            proxy.spec.tcpproxy?.include = include
            proxy.spec.tcpproxy?.services = []
        }
        proxy.problems = problems([
            "spec.routes[0].services[0].port", "spec.routes[0].conditions[0].prefix", "spec.virtualhost.fqdn",
        ])
        return proxy
    }

    /// The part that makes an HTTPProxy a root.
    mutating func virtualHost() -> Contour.VirtualHost {
        var host = Contour.VirtualHost()
        host.fqdn = chance.one(in: 30) ? chance.pick(["", "no host", "*"]) : self.host()
        if chance.one(in: 2) { host.tls = tls() }
        if chance.one(in: 30) { protect(&host) }
        return host
    }

    private mutating func tls() -> Contour.TLS {
        var tls = Contour.TLS()
        tls.passthrough = chance.one(in: 5)
        if !tls.passthrough || chance.one(in: 10) { tls.secretName = secretReference() }
        tls.minimumProtocolVersion = chance.pick(["", "", "", "", "1.2", "1.3", "1.3", "9"])
        tls.maximumProtocolVersion = chance.pick(["", "", "", "", "", "", "1.3", "1.2"])
        tls.enableFallbackCertificate = chance.one(in: 30)
        if chance.one(in: 40) { tls.clientValidation = Contour.DownstreamValidation() }
        return tls
    }

    /// Asks for what is not there yet.
    private mutating func protect(_ host: inout Contour.VirtualHost) {
        switch chance.below(5) {
        case 0: host.corsPolicy = Contour.CORSPolicy()
        case 1:
            host.authorization = Contour.AuthorizationServer()
            if chance.one(in: 2) {
                var policy = Contour.AuthorizationPolicy()
                policy.disabled = true
                host.authorization?.authPolicy = policy
            }
        case 2: host.jwtProviders = [Contour.JWTProvider()]
        case 3: host.ipAllowPolicy = [Contour.IPFilterPolicy()]
        default:
            host.rateLimitPolicy = Contour.RateLimitPolicy()
            host.rateLimitPolicy?.local = Contour.LocalRateLimitPolicy()
        }
    }

    private mutating func include() -> Contour.Include {
        var include = Contour.Include()
        include.name = name(.httpProxy)
        include.namespace = chance.one(in: 2) ? "" : namespace()
        include.conditions = conditions(isInclude: true)
        return include
    }

    private mutating func tcpProxy() -> Contour.TCPProxy {
        var proxy = Contour.TCPProxy()
        if chance.one(in: 2) {
            var include = Contour.TCPProxyInclude()
            include.name = name(.httpProxy)
            include.namespace = chance.one(in: 2) ? "" : namespace()
            if chance.one(in: 2) { proxy.include = include } else { proxy.includes = include }
        }
        if proxy.include == nil && proxy.includes == nil && !chance.one(in: 8) || chance.one(in: 8) {
            for _ in 0...chance.below(2) { proxy.services.append(backend()) }
        }
        if chance.one(in: 4) { proxy.loadBalancerPolicy = loadBalancing() }
        if chance.one(in: 4) {
            var check = Contour.TCPHealthCheckPolicy()
            check.intervalSeconds = chance.pick([0, 1, 5])
            check.timeoutSeconds = chance.pick([0, 1, 5, 5, -1])
            proxy.healthCheckPolicy = check
        }
        return proxy
    }

    /// A Service as routes name it.
    mutating func backend() -> Contour.Service {
        var service = Contour.Service()
        service.name = name(.service)
        service.port = chance.one(in: 60) ? 0 : chance.pick([80, 80, 80, 80, 80, 8080])
        service.weight = chance.below(3)
        service.mirror = chance.one(in: 8)
        if chance.one(in: 4) { service.healthPort = chance.pick([8080, 9090, 80]) }
        if chance.one(in: 5) {
            service.protocol = chance.pick(["h2c", "tls", "tls", "tls", "h2", "h2", "h2", "h2c", "quic"])
        }
        if chance.one(in: service.protocol == nil ? 12 : 2) { service.validation = validation() }
        if chance.one(in: 12) {
            var policy = Contour.SlowStartPolicy()
            policy.window = chance.pick(["10s", "10s", "10s", "20s", "0s", "soon"])
            policy.aggression = chance.pick(["", "", "1.5", "1.5", "x"])
            service.slowStartPolicy = policy
        }
        if chance.one(in: 12) { service.requestHeadersPolicy = headers() }
        if chance.one(in: 12) { service.responseHeadersPolicy = headers() }
        if chance.one(in: 40) { service.cookieRewritePolicies = [Contour.CookieRewritePolicy()] }
        return service
    }

    private mutating func validation() -> Contour.UpstreamValidation {
        var validation = Contour.UpstreamValidation()
        validation.caSecret = secretReference()
        validation.subjectName = chance.one(in: 12) ? "" : chance.pick(["x.test", "x.test", "y.test"])
        if chance.one(in: 4) { validation.subjectNames = ["x.test", chance.pick(["y.test", "z.test"])] }
        return validation
    }
}
