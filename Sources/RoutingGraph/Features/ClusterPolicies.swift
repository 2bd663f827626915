/// What a route or a `tcpproxy` says about all of its clusters.
package struct ClusterPolicies: Sendable, Equatable {
    /// How requests are spread over endpoints.
    package var loadBalancing: LoadBalancing

    /// How endpoints are checked.
    package var healthCheck: HealthCheck?

    /// How long a connection may idle.
    package var idleConnectionTimeout: TimeoutSetting

    /// The `Host` header that all requests get, which TLS backends are asked for too; empty if they keep theirs.
    package var hostHeader: String

    /// Policies; by default none.
    package init(
        loadBalancing: LoadBalancing = .roundRobin, healthCheck: HealthCheck? = nil,
        idleConnectionTimeout: TimeoutSetting = .unset, hostHeader: String = ""
    ) {
        self.loadBalancing = loadBalancing
        self.healthCheck = healthCheck
        self.idleConnectionTimeout = idleConnectionTimeout
        self.hostHeader = hostHeader
    }
}
