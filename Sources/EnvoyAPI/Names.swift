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

/// Addresses, sources of configuration and other parts that many messages hold.
extension Envoy {
    /// The message `envoy.config.core.v3.Address`.
    package typealias Address = Envoy_Config_Core_V3_Address
    /// The message `envoy.config.core.v3.SocketAddress`.
    package typealias SocketAddress = Envoy_Config_Core_V3_SocketAddress
    /// The message `envoy.config.core.v3.Pipe`.
    package typealias Pipe = Envoy_Config_Core_V3_Pipe
    /// The message `envoy.config.core.v3.CidrRange`.
    package typealias CIDRRange = Envoy_Config_Core_V3_CidrRange
    /// The message `envoy.config.core.v3.SocketOption`.
    package typealias SocketOption = Envoy_Config_Core_V3_SocketOption
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
    /// The message `envoy.config.core.v3.HttpUri`.
    package typealias HTTPURI = Envoy_Config_Core_V3_HttpUri
    /// The message `envoy.config.core.v3.DataSource`.
    package typealias DataSource = Envoy_Config_Core_V3_DataSource
    /// The message `envoy.config.core.v3.HeaderValue`.
    package typealias HeaderValue = Envoy_Config_Core_V3_HeaderValue
    /// The message `envoy.config.core.v3.HeaderValueOption`.
    package typealias HeaderValueOption = Envoy_Config_Core_V3_HeaderValueOption
    /// The message `envoy.config.core.v3.Metadata`.
    package typealias Metadata = Envoy_Config_Core_V3_Metadata
    /// The message `envoy.config.core.v3.SubstitutionFormatString`.
    package typealias SubstitutionFormatString = Envoy_Config_Core_V3_SubstitutionFormatString
    /// The enumeration `envoy.config.core.v3.RoutingPriority`.
    package typealias RoutingPriority = Envoy_Config_Core_V3_RoutingPriority
    /// The message `envoy.config.core.v3.TransportSocket`.
    package typealias TransportSocket = Envoy_Config_Core_V3_TransportSocket
    /// The message `envoy.config.core.v3.TypedExtensionConfig`.
    package typealias TypedExtensionConfig = Envoy_Config_Core_V3_TypedExtensionConfig
    /// The message `envoy.config.core.v3.RuntimeDouble`.
    package typealias RuntimeDouble = Envoy_Config_Core_V3_RuntimeDouble
    /// The message `envoy.config.core.v3.RuntimeFeatureFlag`.
    package typealias RuntimeFeatureFlag = Envoy_Config_Core_V3_RuntimeFeatureFlag
    /// The message `envoy.config.core.v3.RuntimeFractionalPercent`.
    package typealias RuntimeFractionalPercent = Envoy_Config_Core_V3_RuntimeFractionalPercent
    /// The message `envoy.config.core.v3.RuntimePercent`.
    package typealias RuntimePercent = Envoy_Config_Core_V3_RuntimePercent
    /// The message `envoy.config.core.v3.RuntimeUInt32`.
    package typealias RuntimeUInt32 = Envoy_Config_Core_V3_RuntimeUInt32
    /// The message `envoy.config.core.v3.HttpProtocolOptions`.
    package typealias HTTPProtocolOptions = Envoy_Config_Core_V3_HttpProtocolOptions
    /// The message `envoy.config.core.v3.Http1ProtocolOptions`.
    package typealias HTTP1ProtocolOptions = Envoy_Config_Core_V3_Http1ProtocolOptions
    /// The message `envoy.config.core.v3.Http2ProtocolOptions`.
    package typealias HTTP2ProtocolOptions = Envoy_Config_Core_V3_Http2ProtocolOptions
    /// The enumeration `envoy.type.v3.CodecClientType`.
    package typealias CodecClientType = Envoy_Type_V3_CodecClientType
    /// The message `envoy.type.v3.FractionalPercent`.
    package typealias FractionalPercent = Envoy_Type_V3_FractionalPercent
    /// The message `envoy.type.v3.HttpStatus`.
    package typealias HTTPStatus = Envoy_Type_V3_HttpStatus
    /// The enumeration `envoy.type.v3.StatusCode`.
    package typealias StatusCode = Envoy_Type_V3_StatusCode
    /// The message `envoy.type.v3.Int64Range`.
    package typealias Int64Range = Envoy_Type_V3_Int64Range
    /// The message `envoy.type.v3.Percent`.
    package typealias Percent = Envoy_Type_V3_Percent
    /// The message `envoy.type.v3.SemanticVersion`.
    package typealias SemanticVersion = Envoy_Type_V3_SemanticVersion
    /// The message `envoy.type.v3.TokenBucket`.
    package typealias TokenBucket = Envoy_Type_V3_TokenBucket
    /// The message `envoy.type.matcher.v3.StringMatcher`.
    package typealias StringMatcher = Envoy_Type_Matcher_V3_StringMatcher
    /// The message `envoy.type.matcher.v3.ListStringMatcher`.
    package typealias ListStringMatcher = Envoy_Type_Matcher_V3_ListStringMatcher
    /// The message `envoy.type.matcher.v3.RegexMatcher`.
    package typealias RegexMatcher = Envoy_Type_Matcher_V3_RegexMatcher
    /// The message `envoy.type.matcher.v3.RegexMatchAndSubstitute`.
    package typealias RegexMatchAndSubstitute = Envoy_Type_Matcher_V3_RegexMatchAndSubstitute
    /// The message `envoy.extensions.regex_engines.v3.GoogleRE2`.
    package typealias GoogleRE2 = Envoy_Extensions_RegexEngines_V3_GoogleRE2
    /// The message `google.protobuf.Any`.
    package typealias AnyMessage = Google_Protobuf_Any
}

/// TLS and secrets.
extension Envoy {
    /// The message `envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext`.
    package typealias DownstreamTLSContext = Envoy_Extensions_TransportSockets_Tls_V3_DownstreamTlsContext
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
