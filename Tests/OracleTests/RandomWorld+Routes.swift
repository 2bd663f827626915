import KubernetesAPI
import ObjectStore

// The routes of HTTPProxies: what they match, what they do, and with which policies.
extension RandomWorld {
    /// A route.
    mutating func route() -> Contour.Route {
        var route = Contour.Route()
        route.conditions = conditions(isInclude: false)
        switch chance.below(14) {
        case 0: route.requestRedirectPolicy = redirect()
        case 1:
            var response = Contour.HTTPDirectResponsePolicy()
            response.statusCode = chance.pick([200, 200, 418, 503, 700])
            response.body = chance.pick(["", "gone"])
            route.directResponsePolicy = response
        case 2: if chance.one(in: 3) { route.requestRedirectPolicy = redirect() }
        default: for _ in 0...chance.pick([0, 0, 1, 2]) { route.services.append(backend()) }
        }
        if chance.one(in: 60), !route.services.isEmpty { route.requestRedirectPolicy = redirect() }
        route.permitInsecure = chance.one(in: 4)
        route.enableWebsockets = chance.one(in: 6)
        addPolicies(to: &route)
        if chance.one(in: 30) { protect(&route) }
        return route
    }

    /// What a route or an include takes.
    mutating func conditions(isInclude: Bool) -> [Contour.MatchCondition] {
        var conditions: [Contour.MatchCondition] = []
        if !chance.one(in: 4) { conditions.append(path(isInclude: isInclude)) }
        if chance.one(in: 60) { conditions.append(path(isInclude: isInclude)) }
        for _ in 0..<chance.pick([0, 0, 0, 0, 0, 0, 1, 2]) {
            var condition = Contour.MatchCondition()
            condition.header = headerCondition()
            conditions.append(condition)
        }
        if chance.one(in: 8) {
            var condition = Contour.MatchCondition()
            var parameter = Contour.QueryParameterMatchCondition()
            parameter.name = "q"
            parameter.prefix = chance.pick(["1", "1", "1", "1", "1", ""])
            parameter.present = chance.one(in: 10)
            condition.queryParameter = parameter
            conditions.append(condition)
        }
        return conditions
    }

    private mutating func path(isInclude: Bool) -> Contour.MatchCondition {
        var condition = Contour.MatchCondition()
        switch chance.below(isInclude ? 82 : 120) {
        case 0..<80: condition.prefix = chance.pick(["/", "/x", "/x", "/x/", "/x/y", "//w", "/y"])
        case 80: condition.prefix = "z"
        case 81..<100: condition.exact = chance.pick(["/x", "/e"])
        default: condition.regex = chance.pick(["/r.*", "/r.*", "/x|/y", "/x|/y", "/.*z", "/("])
        }
        return condition
    }

    private mutating func headerCondition() -> Contour.HeaderMatchCondition {
        var header = Contour.HeaderMatchCondition()
        header.name = chance.pick([":method", "x-a", "x-b", "X-A"])
        switch chance.below(6) {
        case 0: header.present = true
        case 1: header.notexact = chance.pick(["GET", "1"])
        case 2: header.contains = "1"
        default: header.exact = chance.pick(["GET", "1", "2"])
        }
        header.ignoreCase = chance.one(in: 6)
        return header
    }

    private mutating func redirect() -> Contour.HTTPRequestRedirectPolicy {
        var redirect = Contour.HTTPRequestRedirectPolicy()
        redirect.hostname = "elsewhere.test"
        redirect.statusCode = chance.pick([nil, 301, 301, 302, 304])
        redirect.path = chance.pick([nil, nil, "/there"])
        redirect.prefix = chance.pick([nil, nil, nil, "/there"])
        return redirect
    }

    private mutating func addPolicies(to route: inout Contour.Route) {
        if chance.one(in: 6) {
            var policy = Contour.TimeoutPolicy()
            policy.response = chance.pick(["1s", "infinity", "0", "1s", "2s", "2s", "soon"])
            policy.idleConnection = chance.pick(["", "10s", "infinity"])
            route.timeoutPolicy = policy
        }
        if chance.one(in: 5) { route.pathRewritePolicy = rewrite() }
        if chance.one(in: 4) { route.loadBalancerPolicy = loadBalancing() }
        if chance.one(in: 8) { route.requestHeadersPolicy = headers() }
        if chance.one(in: 10) { route.responseHeadersPolicy = headers() }
        if chance.one(in: 6) { route.healthCheckPolicy = healthCheck() }
        if chance.one(in: 10) {
            var policy = Contour.RetryPolicy()
            policy.count = chance.pick([nil, -1, 3])
            policy.retryOn = chance.pick([[], ["5xx"], ["never"], ["reset", "never"]])
            policy.perTryTimeout = chance.pick(["", "1s"])
            route.retryPolicy = policy
        }
        if chance.one(in: 12) {
            var policy = Contour.HTTPInternalRedirectPolicy()
            policy.redirectResponseCodes = chance.pick([[], [302], [304], [302, 304]])
            policy.maxInternalRedirects = chance.below(3)
            route.internalRedirectPolicy = policy
        }
    }

    private mutating func rewrite() -> Contour.PathRewritePolicy {
        var policy = Contour.PathRewritePolicy()
        for _ in 0...chance.pick([0, 0, 1]) {
            var replacement = Contour.ReplacePrefix()
            replacement.prefix = chance.pick(["", "/x", "/x", "/y"])
            replacement.replacement = chance.one(in: 30) ? "/\u{1}" : chance.pick(["/", "/n", "/n/"])
            policy.replacePrefix.append(replacement)
        }
        return policy
    }

    /// How traffic is spread.
    mutating func loadBalancing() -> Contour.LoadBalancerPolicy {
        var policy = Contour.LoadBalancerPolicy()
        policy.strategy = chance.pick([
            "Cookie", "Random", "WeightedLeastRequest", "RequestHash", "RequestHash", "Best",
        ])
        for _ in 0..<chance.below(3) {
            var hash = Contour.RequestHashPolicy()
            hash.terminal = chance.one(in: 3)
            switch chance.below(4) {
            case 0: hash.hashSourceIP = true
            case 1:
                hash.headerHashOptions = Contour.HeaderHashOptions()
                hash.headerHashOptions?.headerName = chance.pick(["x-a", "bad name"])
            case 2:
                hash.queryParameterHashOptions = Contour.QueryParameterHashOptions()
                hash.queryParameterHashOptions?.parameterName = "q"
            default: break
            }
            policy.requestHashPolicies.append(hash)
        }
        return policy
    }

    /// What is done to headers.
    mutating func headers() -> Contour.HeadersPolicy {
        var policy = Contour.HeadersPolicy()
        for _ in 0..<chance.pick([0, 1, 1, 1, 2]) {
            var header = Contour.HeaderValue()
            header.name = chance.pick(["X-A", "X-A", "X-B", "X-B", "X-C", "X-D", "Host", "Host", "Host", "bad name"])
            header.value = chance.pick(["v", "w", "%CONTOUR_SERVICE_NAME%", "50%", "%REQ(X-Host)%", "%REQ(X-Host)%"])
            policy.set.append(header)
        }
        if chance.one(in: 4) { policy.remove = ["X-R"] }
        return policy
    }

    private mutating func healthCheck() -> Contour.HTTPHealthCheckPolicy {
        var policy = Contour.HTTPHealthCheckPolicy()
        policy.path = chance.one(in: 15) ? "healthy" : "/healthy"
        policy.host = chance.pick(["", "h1", "h2"])
        policy.timeoutSeconds = chance.pick([0, 0, 5])
        policy.intervalSeconds = chance.pick([0, 0, 5])
        policy.unhealthyThresholdCount = chance.pick([0, 0, 3])
        policy.healthyThresholdCount = chance.pick([0, 0, 3])
        return policy
    }

    /// Asks for what is not there yet.
    private mutating func protect(_ route: inout Contour.Route) {
        switch chance.below(5) {
        case 0: route.authPolicy = Contour.AuthorizationPolicy()
        case 1: route.ipDenyPolicy = [Contour.IPFilterPolicy()]
        case 2:
            route.jwtVerificationPolicy = Contour.JWTVerificationPolicy()
            route.jwtVerificationPolicy?.require = "provider"
        case 3: route.cookieRewritePolicies = [Contour.CookieRewritePolicy()]
        default:
            route.rateLimitPolicy = Contour.RateLimitPolicy()
            route.rateLimitPolicy?.local = Contour.LocalRateLimitPolicy()
        }
    }
}
