package import KubernetesAPI

/// How the requests of a route reach its services.
package enum Forwardings {
    /// What becomes of a route's requests that services answer: they are forwarded, or, if none of the services can be
    /// reached, answered with 503.
    ///
    /// - `match`: the route's merged match.
    /// - `hostRewrite`: how the route's header policy changes `Host`.
    ///
    /// Throws what makes the route invalid, see ``Services``, ``Timeouts``, ``HealthChecks`` and ``Rewrites``. `place` is
    /// the route.
    package static func action(
        of route: Contour.Route, match: RouteMatch, hostRewrite: HostRewrite?, namespace: String, at place: Place = "",
        context: BuildContext, reader: inout Reader, findings: inout Verdict
    ) throws(Finding) -> RouteAction {
        let timeouts = try Timeouts.timeouts(route.timeoutPolicy, at: place)
        let (strategy, hashing) = LoadBalancing.ofRoute(route.loadBalancerPolicy, at: place, findings: &findings)
        let rewrite = try Rewrites.rewrite(route.pathRewritePolicy, of: match, at: place)
        let retries = Retries.policy(route.retryPolicy, at: place, findings: &findings)
        let redirects = InternalRedirects.policy(route.internalRedirectPolicy, at: place, findings: &findings)
        let policies = ClusterPolicies(
            loadBalancing: strategy, healthCheck: try HealthChecks.http(route.healthCheckPolicy, at: place),
            idleConnectionTimeout: timeouts.idleConnection, hostHeader: hostRewrite?.literal ?? "")
        let reached = try destinations(
            of: route, policies: policies, namespace: namespace, at: place, context: context, reader: &reader,
            findings: &findings)
        guard let reached else { return .respond(DirectResponse(statusCode: 503)) }
        return .forward(
            Forwarding(
                destinations: reached.destinations, mirror: reached.mirror, timeouts: timeouts.route, retries: retries,
                allowsWebsockets: route.enableWebsockets, pathRewrite: rewrite, hostRewrite: hostRewrite,
                hashing: hashing, internalRedirects: redirects))
    }

    /// The destinations of a route and its mirror; nil if no destination is left.
    ///
    /// A service that cannot be resolved is left out with an error in `findings`. Throws what makes the route invalid,
    /// also `ServiceError`, reason `OnlyOneMirror`. `place` is the route.
    package static func destinations(
        of route: Contour.Route, policies: ClusterPolicies, namespace: String, at place: Place = "",
        context: BuildContext, reader: inout Reader, findings: inout Verdict
    ) throws(Finding) -> (destinations: [Destination], mirror: Mirror?)? {
        if let second = route.services.indices.filter({ route.services[$0].mirror }).dropFirst().first {
            throw Finding(
                .service, "OnlyOneMirror",
                "\(place.field("services").item(second)): a route has one mirror at most, and this is the second")
        }
        var destinations: [(destination: Destination, weight: Int)] = []
        var mirror: Mirror?
        for (index, service) in route.services.enumerated() {
            let place = place.field("services").item(index)
            let destination: Destination
            do throws(Finding) {
                destination = try Self.destination(
                    of: service, policies: policies, namespace: namespace, at: place, context: context,
                    reader: &reader, findings: &findings)
            } catch {
                guard error.reason == ServicePorts.unresolvedReason else { throw error }
                findings.errors.append(error)
                continue
            }
            if service.mirror {
                mirror = Mirror(cluster: destination.cluster, percent: Weights.mirrorPercent(service.weight))
            } else {
                destinations.append((destination, service.weight))
            }
        }
        guard !destinations.isEmpty else { return nil }
        let shares = Weights.shares(destinations.map(\.weight))
        return (zip(destinations, shares).map { $0.destination.weighing($1) }, mirror)
    }

    private static func destination(
        of service: Contour.Service, policies: ClusterPolicies, namespace: String, at place: Place,
        context: BuildContext, reader: inout Reader, findings: inout Verdict
    ) throws(Finding) -> Destination {
        let request = try HeaderPolicies.policy(
            service.requestHeadersPolicy, context: .requests(to: service, in: namespace, at: place),
            findings: &findings)
        let response = try HeaderPolicies.policy(
            service.responseHeadersPolicy, context: .responses(of: service, in: namespace, at: place),
            findings: &findings)
        let cluster = try Services.cluster(
            for: service, in: namespace, policies: policies, hostHeader: request.hostRewrite?.literal ?? "",
            at: place, context: context, reader: &reader, findings: &findings)
        return Destination(
            cluster: cluster, requestHeaders: request.policy, responseHeaders: response.policy,
            hostRewrite: request.hostRewrite)
    }
}

extension HostRewrite {
    /// The name, if it is known.
    fileprivate var literal: String? {
        if case .literal(let name) = self { name } else { nil }
    }
}

extension Destination {
    /// The destination with this share.
    func weighing(_ share: UInt32) -> Destination {
        var destination = self
        destination.weight = share
        return destination
    }
}
