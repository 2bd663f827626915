/// The names under which Envoy registers the extensions we use, and those by which Contour calls them.
enum ExtensionName {
    /// The HTTP filter that compresses responses.
    static let compressor = "envoy.filters.http.compressor"
    /// The HTTP filter for calls from other origins; also the key of its settings in virtual hosts.
    static let crossOrigin = "envoy.filters.http.cors"
    /// The access log in a file; also the key of the metadata that it may show.
    static let fileAccessLog = "envoy.access_loggers.file"
    /// The HTTP filter that counts gRPC calls.
    static let grpcStatistics = "envoy.filters.http.grpc_stats"
    /// The HTTP filter for gRPC of browsers.
    static let grpcWeb = "envoy.filters.http.grpc_web"
    /// The network filter for HTTP.
    static let httpConnectionManager = "envoy.filters.network.http_connection_manager"
    /// The key of the HTTP options of a cluster.
    static let httpProtocolOptions = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    /// The access-log operator `METADATA`.
    static let metadataFormatter = "envoy.formatter.metadata"
    /// The condition that a route is followed once.
    static let previousRoutes = "envoy.internal_redirect_predicates.previous_routes"
    /// The listener filter that reads PROXY headers.
    static let proxyProtocol = "envoy.filters.listener.proxy_protocol"
    /// The access-log operator `REQ_WITHOUT_QUERY`.
    static let requestWithoutQueryFormatter = "envoy.formatter.req_without_query"
    /// The HTTP filter that forwards requests, as Contour calls it where clients come in.
    static let router = "router"
    /// The same, as Contour calls it where Envoy answers for itself.
    static let inspectionRouter = "envoy.filters.http.router"
    /// The condition that no redirect leads from https to http.
    static let safeCrossScheme = "envoy.internal_redirect_predicates.safe_cross_scheme"
    /// The network filter for bytes.
    static let tcpProxy = "envoy.filters.network.tcp_proxy"
    /// The transport socket for TLS.
    static let tls = "envoy.transport_sockets.tls"
    /// The listener filter that reads the server name.
    static let tlsInspector = "envoy.filters.listener.tls_inspector"
}
