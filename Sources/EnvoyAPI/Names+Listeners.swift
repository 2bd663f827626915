/// Listeners.
extension Envoy {
    /// The message `envoy.config.listener.v3.Listener`.
    package typealias Listener = Envoy_Config_Listener_V3_Listener
    /// The message `envoy.config.listener.v3.Filter`.
    package typealias NetworkFilter = Envoy_Config_Listener_V3_Filter
    /// The message `envoy.config.listener.v3.FilterChain`.
    package typealias FilterChain = Envoy_Config_Listener_V3_FilterChain
    /// The message `envoy.config.listener.v3.FilterChainMatch`.
    package typealias FilterChainMatch = Envoy_Config_Listener_V3_FilterChainMatch
    /// The message `envoy.config.listener.v3.ListenerFilter`.
    package typealias ListenerFilter = Envoy_Config_Listener_V3_ListenerFilter
    /// The message `envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol`.
    package typealias ProxyProtocol = Envoy_Extensions_Filters_Listener_ProxyProtocol_V3_ProxyProtocol
    /// The message `envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector`.
    package typealias TLSInspector = Envoy_Extensions_Filters_Listener_TlsInspector_V3_TlsInspector
}

/// Network filters.
extension Envoy {
    /// The message `envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager`.
    package typealias HTTPConnectionManager =
        Envoy_Extensions_Filters_Network_HttpConnectionManager_V3_HttpConnectionManager
    /// The message `envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter`.
    package typealias HTTPFilter = Envoy_Extensions_Filters_Network_HttpConnectionManager_V3_HttpFilter
    /// The message `envoy.extensions.filters.network.http_connection_manager.v3.Rds`.
    package typealias RDS = Envoy_Extensions_Filters_Network_HttpConnectionManager_V3_Rds
    /// The message `envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy`.
    package typealias TCPProxy = Envoy_Extensions_Filters_Network_TcpProxy_V3_TcpProxy
}

/// Access logs.
extension Envoy {
    /// The message `envoy.config.accesslog.v3.AccessLog`.
    package typealias AccessLog = Envoy_Config_Accesslog_V3_AccessLog
    /// The message `envoy.config.accesslog.v3.AccessLogFilter`.
    package typealias AccessLogFilter = Envoy_Config_Accesslog_V3_AccessLogFilter
    /// The message `envoy.config.accesslog.v3.ComparisonFilter`.
    package typealias AccessLogComparisonFilter = Envoy_Config_Accesslog_V3_ComparisonFilter
    /// The message `envoy.config.accesslog.v3.OrFilter`.
    package typealias AccessLogOrFilter = Envoy_Config_Accesslog_V3_OrFilter
    /// The message `envoy.config.accesslog.v3.ResponseFlagFilter`.
    package typealias AccessLogResponseFlagFilter = Envoy_Config_Accesslog_V3_ResponseFlagFilter
    /// The message `envoy.config.accesslog.v3.StatusCodeFilter`.
    package typealias AccessLogStatusCodeFilter = Envoy_Config_Accesslog_V3_StatusCodeFilter
    /// The message `envoy.extensions.access_loggers.file.v3.FileAccessLog`.
    package typealias FileAccessLog = Envoy_Extensions_AccessLoggers_File_V3_FileAccessLog
    /// The message `envoy.extensions.formatter.metadata.v3.Metadata`.
    package typealias MetadataFormatter = Envoy_Extensions_Formatter_Metadata_V3_Metadata
    /// The message `envoy.extensions.formatter.req_without_query.v3.ReqWithoutQuery`.
    package typealias RequestWithoutQueryFormatter = Envoy_Extensions_Formatter_ReqWithoutQuery_V3_ReqWithoutQuery
}

/// Tracing.
extension Envoy {
    /// The message `envoy.type.tracing.v3.CustomTag`.
    package typealias CustomTag = Envoy_Type_Tracing_V3_CustomTag
    /// The message `envoy.config.trace.v3.OpenTelemetryConfig`.
    package typealias OpenTelemetryConfig = Envoy_Config_Trace_V3_OpenTelemetryConfig
    /// The message `envoy.config.trace.v3.Tracing.Http`.
    package typealias TracingProvider = Envoy_Config_Trace_V3_Tracing.Http
}
