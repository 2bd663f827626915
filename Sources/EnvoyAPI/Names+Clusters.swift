/// Clusters.
extension Envoy {
    /// The message `envoy.config.cluster.v3.Cluster`.
    package typealias Cluster = Envoy_Config_Cluster_V3_Cluster
    /// The message `envoy.config.cluster.v3.CircuitBreakers`.
    package typealias CircuitBreakers = Envoy_Config_Cluster_V3_CircuitBreakers
    /// The message `envoy.config.cluster.v3.UpstreamConnectionOptions`.
    package typealias UpstreamConnectionOptions = Envoy_Config_Cluster_V3_UpstreamConnectionOptions
    /// The message `envoy.extensions.upstreams.http.v3.HttpProtocolOptions`.
    package typealias UpstreamHTTPProtocolOptions = Envoy_Extensions_Upstreams_Http_V3_HttpProtocolOptions
    /// The message `envoy.config.core.v3.HealthCheck`.
    package typealias HealthCheck = Envoy_Config_Core_V3_HealthCheck
}

/// Endpoints.
extension Envoy {
    /// The message `envoy.config.endpoint.v3.ClusterLoadAssignment`.
    package typealias ClusterLoadAssignment = Envoy_Config_Endpoint_V3_ClusterLoadAssignment
    /// The message `envoy.config.endpoint.v3.LocalityLbEndpoints`.
    package typealias LocalityEndpoints = Envoy_Config_Endpoint_V3_LocalityLbEndpoints
    /// The message `envoy.config.endpoint.v3.LbEndpoint`.
    package typealias LoadBalancedEndpoint = Envoy_Config_Endpoint_V3_LbEndpoint
    /// The message `envoy.config.endpoint.v3.Endpoint`.
    package typealias Endpoint = Envoy_Config_Endpoint_V3_Endpoint
    /// The enumeration `envoy.config.core.v3.HealthStatus`.
    package typealias HealthStatus = Envoy_Config_Core_V3_HealthStatus
    /// The message `envoy.config.core.v3.Locality`.
    package typealias Locality = Envoy_Config_Core_V3_Locality
}
