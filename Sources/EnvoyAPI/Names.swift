package import SwiftProtobuf

/// Short names of the Envoy API messages we use; no other file spells the generated ones.
///
/// What each message and field means is in
/// [Envoy's v3 API reference](https://www.envoyproxy.io/docs/envoy/latest/api-v3/api).
package enum Envoy {}

/// The bootstrap and what only it holds.
extension Envoy {
    /// The message `envoy.config.bootstrap.v3.Bootstrap`.
    package typealias Bootstrap = Envoy_Config_Bootstrap_V3_Bootstrap
    /// The message `envoy.config.bootstrap.v3.Admin`.
    package typealias Admin = Envoy_Config_Bootstrap_V3_Admin
    /// The message `envoy.config.bootstrap.v3.LayeredRuntime`.
    package typealias LayeredRuntime = Envoy_Config_Bootstrap_V3_LayeredRuntime
    /// The message `envoy.config.bootstrap.v3.RuntimeLayer`.
    package typealias RuntimeLayer = Envoy_Config_Bootstrap_V3_RuntimeLayer
}

/// Clusters and their endpoints.
extension Envoy {
    /// The message `envoy.config.cluster.v3.Cluster`.
    package typealias Cluster = Envoy_Config_Cluster_V3_Cluster
    /// The message `envoy.config.cluster.v3.CircuitBreakers`.
    package typealias CircuitBreakers = Envoy_Config_Cluster_V3_CircuitBreakers
    /// The message `envoy.config.cluster.v3.UpstreamConnectionOptions`.
    package typealias UpstreamConnectionOptions = Envoy_Config_Cluster_V3_UpstreamConnectionOptions
    /// The message `envoy.extensions.upstreams.http.v3.HttpProtocolOptions`.
    package typealias UpstreamHTTPProtocolOptions = Envoy_Extensions_Upstreams_Http_V3_HttpProtocolOptions
    /// The message `envoy.config.core.v3.Http2ProtocolOptions`.
    package typealias HTTP2ProtocolOptions = Envoy_Config_Core_V3_Http2ProtocolOptions
    /// The message `envoy.config.endpoint.v3.ClusterLoadAssignment`.
    package typealias ClusterLoadAssignment = Envoy_Config_Endpoint_V3_ClusterLoadAssignment
    /// The message `envoy.config.endpoint.v3.LocalityLbEndpoints`.
    package typealias LocalityEndpoints = Envoy_Config_Endpoint_V3_LocalityLbEndpoints
    /// The message `envoy.config.endpoint.v3.LbEndpoint`.
    package typealias LoadBalancedEndpoint = Envoy_Config_Endpoint_V3_LbEndpoint
    /// The message `envoy.config.endpoint.v3.Endpoint`.
    package typealias Endpoint = Envoy_Config_Endpoint_V3_Endpoint
}

/// Addresses, sources of configuration and other common parts.
extension Envoy {
    /// The message `envoy.config.core.v3.Address`.
    package typealias Address = Envoy_Config_Core_V3_Address
    /// The message `envoy.config.core.v3.SocketAddress`.
    package typealias SocketAddress = Envoy_Config_Core_V3_SocketAddress
    /// The message `envoy.config.core.v3.Pipe`.
    package typealias Pipe = Envoy_Config_Core_V3_Pipe
    /// The message `envoy.config.core.v3.TcpKeepalive`.
    package typealias TCPKeepalive = Envoy_Config_Core_V3_TcpKeepalive
    /// The enumeration `envoy.config.core.v3.ApiVersion`.
    package typealias APIVersion = Envoy_Config_Core_V3_ApiVersion
    /// The message `envoy.config.core.v3.ConfigSource`.
    package typealias ConfigSource = Envoy_Config_Core_V3_ConfigSource
    /// The message `envoy.config.core.v3.ApiConfigSource`.
    package typealias APIConfigSource = Envoy_Config_Core_V3_ApiConfigSource
    /// The message `envoy.config.core.v3.AggregatedConfigSource`.
    package typealias AggregatedConfigSource = Envoy_Config_Core_V3_AggregatedConfigSource
    /// The message `envoy.config.core.v3.PathConfigSource`.
    package typealias PathConfigSource = Envoy_Config_Core_V3_PathConfigSource
    /// The message `envoy.config.core.v3.GrpcService`.
    package typealias GRPCService = Envoy_Config_Core_V3_GrpcService
    /// The message `envoy.config.core.v3.DataSource`.
    package typealias DataSource = Envoy_Config_Core_V3_DataSource
    /// The enumeration `envoy.config.core.v3.RoutingPriority`.
    package typealias RoutingPriority = Envoy_Config_Core_V3_RoutingPriority
    /// The message `envoy.config.core.v3.TransportSocket`.
    package typealias TransportSocket = Envoy_Config_Core_V3_TransportSocket
    /// The message `envoy.config.core.v3.TypedExtensionConfig`.
    package typealias TypedExtensionConfig = Envoy_Config_Core_V3_TypedExtensionConfig
    /// The message `envoy.type.matcher.v3.StringMatcher`.
    package typealias StringMatcher = Envoy_Type_Matcher_V3_StringMatcher
    /// The message `envoy.extensions.regex_engines.v3.GoogleRE2`.
    package typealias GoogleRE2 = Envoy_Extensions_RegexEngines_V3_GoogleRE2
    /// The message `google.protobuf.Any`.
    package typealias AnyMessage = Google_Protobuf_Any
}

/// TLS and secrets.
extension Envoy {
    /// The message `envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext`.
    package typealias UpstreamTLSContext = Envoy_Extensions_TransportSockets_Tls_V3_UpstreamTlsContext
    /// The message `envoy.extensions.transport_sockets.tls.v3.CommonTlsContext`.
    package typealias CommonTLSContext = Envoy_Extensions_TransportSockets_Tls_V3_CommonTlsContext
    /// The message `envoy.extensions.transport_sockets.tls.v3.TlsParameters`.
    package typealias TLSParameters = Envoy_Extensions_TransportSockets_Tls_V3_TlsParameters
    /// The message `envoy.extensions.transport_sockets.tls.v3.TlsCertificate`.
    package typealias TLSCertificate = Envoy_Extensions_TransportSockets_Tls_V3_TlsCertificate
    /// The message `envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext`.
    package typealias CertificateValidationContext =
        Envoy_Extensions_TransportSockets_Tls_V3_CertificateValidationContext
    /// The message `envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher`.
    package typealias SubjectAltNameMatcher = Envoy_Extensions_TransportSockets_Tls_V3_SubjectAltNameMatcher
    /// The message `envoy.extensions.transport_sockets.tls.v3.Secret`.
    package typealias Secret = Envoy_Extensions_TransportSockets_Tls_V3_Secret
    /// The message `envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig`.
    package typealias SDSSecretConfig = Envoy_Extensions_TransportSockets_Tls_V3_SdsSecretConfig
}

/// Access logs.
extension Envoy {
    /// The message `envoy.config.accesslog.v3.AccessLog`.
    package typealias AccessLog = Envoy_Config_Accesslog_V3_AccessLog
    /// The message `envoy.extensions.access_loggers.file.v3.FileAccessLog`.
    package typealias FileAccessLog = Envoy_Extensions_AccessLoggers_File_V3_FileAccessLog
}

/// The overload manager and its monitors.
extension Envoy {
    /// The message `envoy.config.overload.v3.OverloadManager`.
    package typealias OverloadManager = Envoy_Config_Overload_V3_OverloadManager
    /// The message `envoy.config.overload.v3.ResourceMonitor`.
    package typealias ResourceMonitor = Envoy_Config_Overload_V3_ResourceMonitor
    /// The message `envoy.config.overload.v3.OverloadAction`.
    package typealias OverloadAction = Envoy_Config_Overload_V3_OverloadAction
    /// The message `envoy.config.overload.v3.Trigger`.
    package typealias OverloadTrigger = Envoy_Config_Overload_V3_Trigger
    /// The message `envoy.config.overload.v3.ScaleTimersOverloadActionConfig`.
    package typealias ScaleTimersOverloadActionConfig = Envoy_Config_Overload_V3_ScaleTimersOverloadActionConfig
    /// The message `envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig`.
    package typealias FixedHeapConfig = Envoy_Extensions_ResourceMonitors_FixedHeap_V3_FixedHeapConfig
    /// The message `envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig`.
    package typealias DownstreamConnectionsConfig =
        Envoy_Extensions_ResourceMonitors_DownstreamConnections_V3_DownstreamConnectionsConfig
    /// The message `envoy.extensions.resource_monitors.injected_resource.v3.InjectedResourceConfig`.
    package typealias InjectedResourceConfig =
        Envoy_Extensions_ResourceMonitors_InjectedResource_V3_InjectedResourceConfig
}

/// What a control plane answers.
extension Envoy {
    /// The message `envoy.service.discovery.v3.DiscoveryResponse`.
    package typealias DiscoveryResponse = Envoy_Service_Discovery_V3_DiscoveryResponse
}
