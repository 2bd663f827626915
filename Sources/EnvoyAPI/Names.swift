package import SwiftProtobuf

/// Short names of the Envoy API messages we use; no other file spells the generated ones.
///
/// What each message and field means is in
/// [Envoy's v3 API reference](https://www.envoyproxy.io/docs/envoy/latest/api-v3/api).
package enum Envoy {}

/// The bootstrap and what only it holds.
extension Envoy {
    /// `envoy.config.bootstrap.v3.Bootstrap`
    package typealias Bootstrap = Envoy_Config_Bootstrap_V3_Bootstrap
    /// `envoy.config.bootstrap.v3.Admin`
    package typealias Admin = Envoy_Config_Bootstrap_V3_Admin
    /// `envoy.config.bootstrap.v3.LayeredRuntime`
    package typealias LayeredRuntime = Envoy_Config_Bootstrap_V3_LayeredRuntime
    /// `envoy.config.bootstrap.v3.RuntimeLayer`
    package typealias RuntimeLayer = Envoy_Config_Bootstrap_V3_RuntimeLayer
}

/// Clusters and their endpoints.
extension Envoy {
    /// `envoy.config.cluster.v3.Cluster`
    package typealias Cluster = Envoy_Config_Cluster_V3_Cluster
    /// `envoy.config.cluster.v3.CircuitBreakers`
    package typealias CircuitBreakers = Envoy_Config_Cluster_V3_CircuitBreakers
    /// `envoy.config.cluster.v3.UpstreamConnectionOptions`
    package typealias UpstreamConnectionOptions = Envoy_Config_Cluster_V3_UpstreamConnectionOptions
    /// `envoy.extensions.upstreams.http.v3.HttpProtocolOptions`
    package typealias UpstreamHTTPProtocolOptions = Envoy_Extensions_Upstreams_Http_V3_HttpProtocolOptions
    /// `envoy.config.core.v3.Http2ProtocolOptions`
    package typealias HTTP2ProtocolOptions = Envoy_Config_Core_V3_Http2ProtocolOptions
    /// `envoy.config.endpoint.v3.ClusterLoadAssignment`
    package typealias ClusterLoadAssignment = Envoy_Config_Endpoint_V3_ClusterLoadAssignment
    /// `envoy.config.endpoint.v3.LocalityLbEndpoints`
    package typealias LocalityEndpoints = Envoy_Config_Endpoint_V3_LocalityLbEndpoints
    /// `envoy.config.endpoint.v3.LbEndpoint`
    package typealias LoadBalancedEndpoint = Envoy_Config_Endpoint_V3_LbEndpoint
    /// `envoy.config.endpoint.v3.Endpoint`
    package typealias Endpoint = Envoy_Config_Endpoint_V3_Endpoint
}

/// Addresses, sources of configuration and other common parts.
extension Envoy {
    /// `envoy.config.core.v3.Address`
    package typealias Address = Envoy_Config_Core_V3_Address
    /// `envoy.config.core.v3.SocketAddress`
    package typealias SocketAddress = Envoy_Config_Core_V3_SocketAddress
    /// `envoy.config.core.v3.Pipe`
    package typealias Pipe = Envoy_Config_Core_V3_Pipe
    /// `envoy.config.core.v3.TcpKeepalive`
    package typealias TCPKeepalive = Envoy_Config_Core_V3_TcpKeepalive
    /// `envoy.config.core.v3.ApiVersion`
    package typealias APIVersion = Envoy_Config_Core_V3_ApiVersion
    /// `envoy.config.core.v3.ConfigSource`
    package typealias ConfigSource = Envoy_Config_Core_V3_ConfigSource
    /// `envoy.config.core.v3.ApiConfigSource`
    package typealias APIConfigSource = Envoy_Config_Core_V3_ApiConfigSource
    /// `envoy.config.core.v3.AggregatedConfigSource`
    package typealias AggregatedConfigSource = Envoy_Config_Core_V3_AggregatedConfigSource
    /// `envoy.config.core.v3.PathConfigSource`
    package typealias PathConfigSource = Envoy_Config_Core_V3_PathConfigSource
    /// `envoy.config.core.v3.GrpcService`
    package typealias GRPCService = Envoy_Config_Core_V3_GrpcService
    /// `envoy.config.core.v3.DataSource`
    package typealias DataSource = Envoy_Config_Core_V3_DataSource
    /// `envoy.config.core.v3.RoutingPriority`
    package typealias RoutingPriority = Envoy_Config_Core_V3_RoutingPriority
    /// `envoy.config.core.v3.TransportSocket`
    package typealias TransportSocket = Envoy_Config_Core_V3_TransportSocket
    /// `envoy.config.core.v3.TypedExtensionConfig`
    package typealias TypedExtensionConfig = Envoy_Config_Core_V3_TypedExtensionConfig
    /// `envoy.type.matcher.v3.StringMatcher`
    package typealias StringMatcher = Envoy_Type_Matcher_V3_StringMatcher
    /// `envoy.extensions.regex_engines.v3.GoogleRE2`
    package typealias GoogleRE2 = Envoy_Extensions_RegexEngines_V3_GoogleRE2
    /// `google.protobuf.Any`
    package typealias AnyMessage = Google_Protobuf_Any
}

/// TLS and secrets.
extension Envoy {
    /// `envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext`
    package typealias UpstreamTLSContext = Envoy_Extensions_TransportSockets_Tls_V3_UpstreamTlsContext
    /// `envoy.extensions.transport_sockets.tls.v3.CommonTlsContext`
    package typealias CommonTLSContext = Envoy_Extensions_TransportSockets_Tls_V3_CommonTlsContext
    /// `envoy.extensions.transport_sockets.tls.v3.TlsParameters`
    package typealias TLSParameters = Envoy_Extensions_TransportSockets_Tls_V3_TlsParameters
    /// `envoy.extensions.transport_sockets.tls.v3.TlsCertificate`
    package typealias TLSCertificate = Envoy_Extensions_TransportSockets_Tls_V3_TlsCertificate
    /// `envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext`
    package typealias CertificateValidationContext =
        Envoy_Extensions_TransportSockets_Tls_V3_CertificateValidationContext
    /// `envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher`
    package typealias SubjectAltNameMatcher = Envoy_Extensions_TransportSockets_Tls_V3_SubjectAltNameMatcher
    /// `envoy.extensions.transport_sockets.tls.v3.Secret`
    package typealias Secret = Envoy_Extensions_TransportSockets_Tls_V3_Secret
    /// `envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig`
    package typealias SDSSecretConfig = Envoy_Extensions_TransportSockets_Tls_V3_SdsSecretConfig
}

/// Access logs.
extension Envoy {
    /// `envoy.config.accesslog.v3.AccessLog`
    package typealias AccessLog = Envoy_Config_Accesslog_V3_AccessLog
    /// `envoy.extensions.access_loggers.file.v3.FileAccessLog`
    package typealias FileAccessLog = Envoy_Extensions_AccessLoggers_File_V3_FileAccessLog
}

/// The overload manager and its monitors.
extension Envoy {
    /// `envoy.config.overload.v3.OverloadManager`
    package typealias OverloadManager = Envoy_Config_Overload_V3_OverloadManager
    /// `envoy.config.overload.v3.ResourceMonitor`
    package typealias ResourceMonitor = Envoy_Config_Overload_V3_ResourceMonitor
    /// `envoy.config.overload.v3.OverloadAction`
    package typealias OverloadAction = Envoy_Config_Overload_V3_OverloadAction
    /// `envoy.config.overload.v3.Trigger`
    package typealias OverloadTrigger = Envoy_Config_Overload_V3_Trigger
    /// `envoy.config.overload.v3.ScaleTimersOverloadActionConfig`
    package typealias ScaleTimersOverloadActionConfig = Envoy_Config_Overload_V3_ScaleTimersOverloadActionConfig
    /// `envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig`
    package typealias FixedHeapConfig = Envoy_Extensions_ResourceMonitors_FixedHeap_V3_FixedHeapConfig
    /// `envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig`
    package typealias DownstreamConnectionsConfig =
        Envoy_Extensions_ResourceMonitors_DownstreamConnections_V3_DownstreamConnectionsConfig
    /// `envoy.extensions.resource_monitors.injected_resource.v3.InjectedResourceConfig`
    package typealias InjectedResourceConfig =
        Envoy_Extensions_ResourceMonitors_InjectedResource_V3_InjectedResourceConfig
}

/// What a control plane answers.
extension Envoy {
    /// `envoy.service.discovery.v3.DiscoveryResponse`
    package typealias DiscoveryResponse = Envoy_Service_Discovery_V3_DiscoveryResponse
}
