package import KubernetesAPI

/// Where connections of a host go as they are, from `tcpproxy`.
package enum TCPProxying {
    /// The proxy of a `tcpproxy` that names its services itself; services of weight zero are left out unless all are.
    ///
    /// A service that cannot be resolved is left out with an error in `findings`, as with routes. Throws `TCPProxyError`
    /// with the reason `NothingDefined`, `HealthCheckPolicyInvalid` or, if no service is left,
    /// `ServiceUnresolvedReference`; also what ``Services`` throws. `place` is the `tcpproxy`.
    package static func proxy(
        _ spec: Contour.TCPProxy, namespace: String, at place: Place = "tcpproxy", context: BuildContext,
        reader: inout Reader, findings: inout Verdict
    ) throws(Finding) -> TCPProxy {
        guard !spec.services.isEmpty else {
            throw Finding(.tcpProxy, "NothingDefined", "\(place): set services or include")
        }
        let policies = ClusterPolicies(
            loadBalancing: LoadBalancing.ofTCPProxy(spec.loadBalancerPolicy, at: place, findings: &findings),
            healthCheck: try HealthChecks.tcp(spec.healthCheckPolicy, at: place))
        var reached: [(cluster: Cluster, weight: Int)] = []
        var unresolved: [Finding] = []
        for (index, service) in spec.services.enumerated() {
            do throws(Finding) {
                let cluster = try Services.cluster(
                    for: service, in: namespace, policies: policies, at: place.field("services").item(index),
                    context: context, reader: &reader, findings: &findings)
                reached.append((cluster, service.weight))
            } catch {
                guard error.reason == ServicePorts.unresolvedReason else { throw error }
                unresolved.append(Finding(.tcpProxy, error.reason, error.message))
            }
        }
        if reached.isEmpty, let last = unresolved.popLast() {
            findings.errors += unresolved
            throw last
        }
        findings.errors += unresolved
        if reached.contains(where: { $0.weight > 0 }) { reached.removeAll { $0.weight <= 0 } }
        let shares = Weights.shares(reached.map(\.weight))
        return TCPProxy(destinations: zip(reached, shares).map { Destination(cluster: $0.cluster, weight: $1) })
    }
}
