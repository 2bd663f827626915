package import KubernetesAPI

extension LoadBalancing {
    /// The name of the cookie that keeps a client at its backend, which is Contour's.
    package static let affinityCookie = "X-Contour-Session-Affinity"

    /// How requests of a route are spread, from `loadBalancerPolicy`, and what of them is hashed for that.
    ///
    /// An unknown strategy is round robin. A hash that is incomplete or repeats another is left out with a warning
    /// `SpecError`, reason `IgnoredField`; without any hash the strategy is round robin, with another warning. `place` is
    /// the route.
    package static func ofRoute(
        _ policy: Contour.LoadBalancerPolicy?, at place: Place = "", findings: inout Verdict
    ) -> (strategy: LoadBalancing, hashing: [RequestHash]) {
        guard let policy, let strategy = LoadBalancing(rawValue: policy.strategy) else { return (.roundRobin, []) }
        switch strategy {
        case .cookie: return (strategy, [RequestHash(.sessionCookie(name: affinityCookie, path: "/"))])
        case .requestHash:
            let place = place.field("loadBalancerPolicy")
            let hashing = hashing(policy.requestHashPolicies, at: place, findings: &findings)
            guard hashing.isEmpty else { return (strategy, hashing) }
            findings.warnings.append(
                Finding(
                    .spec, "IgnoredField",
                    "\(place.field("strategy")): RequestHash needs a valid request hash policy; RoundRobin is used"))
            return (.roundRobin, [])
        case .roundRobin, .weightedLeastRequest, .random: return (strategy, [])
        }
    }

    /// How connections of a `tcpproxy` are spread.
    ///
    /// They hold no requests to hash: such a strategy is left out with a warning `TCPProxyError`, reason
    /// `IgnoredField`. `place` is the `tcpproxy`.
    package static func ofTCPProxy(
        _ policy: Contour.LoadBalancerPolicy?, at place: Place = "tcpproxy", findings: inout Verdict
    ) -> LoadBalancing {
        guard let policy, let strategy = LoadBalancing(rawValue: policy.strategy) else { return .roundRobin }
        guard strategy.isByHash else { return strategy }
        findings.warnings.append(
            Finding(
                .tcpProxy, "IgnoredField",
                "\(place.field("loadBalancerPolicy")): \(policy.strategy) needs requests, and a tcpproxy has connections; RoundRobin is used"
            ))
        return .roundRobin
    }

    private static func hashing(
        _ policies: [Contour.RequestHashPolicy], at place: Place, findings: inout Verdict
    ) -> [RequestHash] {
        var hashes: [RequestHash] = []
        var seen: Set<String> = []
        for (index, policy) in policies.enumerated() {
            do {
                let source = try source(of: policy, seen: &seen)
                hashes.append(RequestHash(source, isTerminal: policy.terminal))
            } catch {
                let field = place.field("requestHashPolicies").item(index)
                findings.warnings.append(
                    Finding(.spec, "IgnoredField", "\(field): \(error.fault); the policy is left out"))
            }
        }
        return hashes
    }

    private struct HashRefusal: Error {
        let fault: String
    }

    private static func source(
        of policy: Contour.RequestHashPolicy, seen: inout Set<String>
    ) throws(HashRefusal) -> RequestHashSource {
        switch (policy.hashSourceIP, policy.headerHashOptions, policy.queryParameterHashOptions) {
        case (true, nil, nil):
            guard seen.insert("address").inserted else { throw HashRefusal(fault: "hashSourceIP is there already") }
            return .sourceAddress
        case (false, let options?, nil):
            let name = HeaderText.canonical(options.headerName)
            let shown = FoundValue.quote(name, limit: 100)
            guard HeaderText.isName(name) else { throw HashRefusal(fault: "\(shown) is not the name of a header") }
            guard seen.insert("header \(name)").inserted else {
                throw HashRefusal(fault: "the header \(shown) is there already")
            }
            return .header(name)
        case (false, nil, let options?):
            let name = options.parameterName.lowercased()
            guard !name.isEmpty else { throw HashRefusal(fault: "the query parameter has no name") }
            guard seen.insert("query \(name)").inserted else {
                throw HashRefusal(
                    fault: "the query parameter \(FoundValue.quote(name, limit: 100)) is there already")
            }
            return .queryParameter(name)
        default:
            throw HashRefusal(
                fault: "set exactly one of hashSourceIP, headerHashOptions and queryParameterHashOptions")
        }
    }
}
