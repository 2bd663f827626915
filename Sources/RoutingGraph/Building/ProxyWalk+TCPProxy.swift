import KubernetesAPI

extension ProxyWalk {
    /// Where the connections of a `tcpproxy` go: its services, or those of the HTTPProxy it includes.
    mutating func tcpProxy(
        _ spec: Contour.TCPProxy, of proxy: Contour.HTTPProxy, findings: inout Verdict
    ) throws(Finding) -> TCPProxy {
        var (spec, proxy) = (spec, proxy)
        var trail = [proxy.namespacedName]
        while let include = spec.include ?? spec.includes {
            let key = ObjectKey(.httpProxy, proxy.namespacedName)
            guard spec.services.isEmpty else {
                throw Finding(
                    .tcpProxy, "NoServicesAndInclude", "tcpproxy: set services or include, not both")
            }
            let next = try included(include, by: proxy, trail: &trail)
            verdicts.reach(ObjectKey(.httpProxy, next.namespacedName))
            guard let further = next.spec.tcpproxy else {
                throw Finding(
                    .tcpProxyInclude, "IncludeNotFound",
                    "tcpproxy.include: HTTPProxy \(next.namespacedName), included by \(key), has no tcpproxy")
            }
            (spec, proxy) = (further, next)
        }
        return try TCPProxying.proxy(
            spec, namespace: proxy.metadata.namespace, context: context, reader: &reader, findings: &findings)
    }

    private mutating func included(
        _ include: Contour.TCPProxyInclude, by proxy: Contour.HTTPProxy, trail: inout [NamespacedName]
    ) throws(Finding) -> Contour.HTTPProxy {
        let name = NamespacedName(
            namespace: include.namespace.isEmpty ? proxy.metadata.namespace : include.namespace, name: include.name)
        guard let next = reader.httpProxy(name) else {
            throw Finding(
                .tcpProxyInclude, "IncludeNotFound", "tcpproxy.include: there is no HTTPProxy \(name); create it")
        }
        guard next.spec.virtualhost == nil else {
            throw Finding(
                .tcpProxyInclude, "RootIncludesRoot",
                "tcpproxy.include: HTTPProxy \(name) has a virtualhost of its own and cannot be included")
        }
        guard !trail.contains(name) else {
            let way = (trail + [name]).map(\.description).joined(separator: " -> ")
            let finding = Finding(
                .tcpProxyInclude, "IncludeCreatesCycle", "tcpproxy.include: includes lead back: \(way); remove one")
            // why: the root is told what is thrown, but the mistake is in the object that closes the circle.
            verdicts.report(finding, on: ObjectKey(.httpProxy, proxy.namespacedName))
            throw finding
        }
        guard trail.count <= Self.depthLimit else {
            throw Finding(
                .tcpProxyInclude, "IncludeTooDeep",
                "tcpproxy.include: more than \(Self.depthLimit) includes lead to HTTPProxy \(name); use fewer")
        }
        try FieldProblems.check(next, verdicts: &verdicts)
        trail.append(name)
        return next
    }
}
