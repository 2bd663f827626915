import KubernetesAPI

/// Follows an HTTPProxy to everything it includes and gathers the routes.
///
/// Includes lead to other HTTPProxies, so the work is bounded by depth, visits and routes, whatever the objects say.
struct ProxyWalk {
    /// How many includes lead from a root to the last object at most.
    static let depthLimit = 32

    /// How many routes, and how many visits of objects, a root may have.
    static let sizeLimit = 10_000

    /// What building needs.
    let context: BuildContext

    /// Where objects are looked up.
    var reader: Reader

    /// What the objects on the way are told.
    var verdicts = Verdicts()

    /// The answers 500 to requests that includes with wrong conditions would have taken, unless another route has the
    /// same match.
    private(set) var standIns: [Route] = []

    /// What is too much, once there is too much; nothing of the host is served then.
    private(set) var excess: Finding?

    private var hostIsAuthorized = false
    private var visits = 0
    private var routeCount = 0

    /// A walk that begins with what was read and found before.
    init(context: BuildContext, reader: Reader) {
        self.context = context
        self.reader = reader
    }

    /// The routes of an object: those of its includes, then its own, which win where both take the same requests.
    ///
    /// - `inherited`: the conditions of the includes that lead here, from the root down.
    /// - `trail`: the objects that lead here, from the root down.
    /// - Returns: nil when the object as a whole cannot be served, which it is told.
    mutating func routes(
        of proxy: Contour.HTTPProxy, inherited: [[Contour.MatchCondition]] = [], trail: [NamespacedName] = []
    ) -> [Route]? {
        let key = ObjectKey(.httpProxy, proxy.namespacedName)
        verdicts.reach(key)
        if let host = proxy.spec.virtualhost { hostIsAuthorized = host.authorization != nil }
        do throws(Finding) {
            try checkDepth(of: trail)
            try FieldProblems.check(proxy, verdicts: &verdicts)
            let included = includedRoutes(of: proxy, inherited: inherited, trail: trail + [proxy.namespacedName])
            let own = try ownRoutes(of: proxy, inherited: inherited)
            return Rewrites.expandPrefixes(included + own)
        } catch {
            verdicts.report(error, on: key)
            return nil
        }
    }

    private func checkDepth(of trail: [NamespacedName]) throws(Finding) {
        guard trail.count <= Self.depthLimit else {
            throw Finding(.include, "IncludeTooDeep", "more than \(Self.depthLimit) includes lead here; use fewer")
        }
    }

    /// Counts an include that is followed; answers whether there may be more.
    mutating func countInclude() -> Bool {
        visits += 1
        if visits > Self.sizeLimit { exceed("includes") }
        return excess == nil
    }

    /// Answers 500 to what is known of the requests of an include with wrong conditions.
    mutating func standIn(
        for conditions: [Contour.MatchCondition], inherited: [[Contour.MatchCondition]], of key: ObjectKey
    ) {
        for match in Conditions.knownMatches(ofWrongInclude: conditions, inherited: inherited) {
            guard countRoute() else { return }
            standIns.append(Route(match: match, action: .respond(DirectResponse(statusCode: 500)), origin: key))
        }
    }

    /// Counts a route; answers whether there may be more.
    private mutating func countRoute() -> Bool {
        routeCount += 1
        if routeCount > Self.sizeLimit { exceed("routes") }
        return excess == nil
    }

    private mutating func exceed(_ what: String) {
        excess = Finding(
            .spec, "TooManyRoutes",
            "this host has more than \(Self.sizeLimit) \(what), counted each time they are reached; divide it among several"
        )
    }

    private mutating func ownRoutes(
        of proxy: Contour.HTTPProxy, inherited: [[Contour.MatchCondition]]
    ) throws(Finding) -> [Route] {
        let key = ObjectKey(.httpProxy, proxy.namespacedName)
        var routes: [Route] = []
        for (index, spec) in proxy.spec.routes.enumerated() {
            guard countRoute() else { return [] }
            let place: Place = "routes[\(index)]"
            // A match that cannot be programmed spoils the object, lest a broader route catch its requests.
            let match = try Conditions.match(inherited: inherited, own: spec.conditions, at: place)
            var route = Route(
                match: match, action: .respond(DirectResponse(statusCode: 500)), origin: key,
                permitsInsecure: spec.permitInsecure && !context.settings.disablesPermitInsecure)
            do throws(Finding) {
                try FieldProblems.check(proxy, route: index)
                try complete(&route, from: spec, at: place)
            } catch {
                guard context.settings.invalidRoutes == .answer500 else { throw error }
                verdicts.report(error, on: key)
            }
            routes.append(route)
        }
        return routes
    }

    /// Gives a route what it does; throws what makes it invalid.
    private mutating func complete(_ route: inout Route, from spec: Contour.Route, at place: Place) throws(Finding) {
        let namespace = route.origin.namespace
        var findings = Verdict()
        defer { verdicts.merge(findings, into: route.origin) }
        try Unsupported.check(spec, at: place, hostIsAuthorized: hostIsAuthorized, findings: &findings)
        let request = try HeaderPolicies.policy(
            spec.requestHeadersPolicy, context: .requests(of: spec, in: namespace, at: place), findings: &findings)
        let response = try HeaderPolicies.policy(
            spec.responseHeadersPolicy, context: .responses(of: spec, in: namespace, at: place), findings: &findings)
        let action: RouteAction
        if let answer = try RouteActions.answer(of: spec, at: place) {
            action = answer
        } else {
            action = try Forwardings.action(
                of: spec, match: route.match, hostRewrite: request.hostRewrite, namespace: namespace, at: place,
                context: context, reader: &reader, findings: &findings)
        }
        route.action = action
        route.requestHeaders = request.policy
        route.responseHeaders = response.policy
    }
}
