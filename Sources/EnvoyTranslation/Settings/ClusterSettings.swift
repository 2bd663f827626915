package import RoutingGraph

/// How backends are reached.
///
/// See [clusters](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/cluster.proto).
package struct ClusterSettings: Sendable, Equatable {
    /// How long connecting may take.
    package var connectTimeout: Duration = .seconds(2)
    /// Which addresses of a DNS name are used.
    package var dnsFamily: DNSFamily = .auto
    /// Limits of clusters that set none themselves.
    package var circuitBreakers = CircuitBreakers()
    /// The limit of the buffers of a connection, in bytes; nil leaves Envoy's of 1 MiB.
    package var connectionBufferLimit: UInt32?
    /// After how many requests a connection is closed.
    package var requestsPerConnection: UInt32?
    /// How TLS is spoken.
    package var tls = UpstreamTLSSettings()

    /// The defaults.
    package init() {}

    /// Which addresses of a DNS name are used.
    package enum DNSFamily: Sendable, Hashable {
        /// IPv6, or IPv4 where there is none.
        case auto
        /// IPv4.
        case v4
        /// IPv6.
        case v6
        /// Both, tried in turn.
        case all
    }
}
