/// The names under which Envoy registers the extensions that the bootstrap uses.
enum ExtensionName {
    /// The monitor that limits downstream connections.
    static let downstreamConnections = "envoy.resource_monitors.global_downstream_max_connections"
    /// The access log in a file.
    static let fileAccessLog = "envoy.access_loggers.file"
    /// The monitor of the heap against a fixed size.
    static let fixedHeap = "envoy.resource_monitors.fixed_heap"
    /// The engine for regular expressions.
    static let googleRE2 = "envoy.regex_engines.google_re2"
    /// The key of the HTTP options of a cluster.
    static let httpProtocolOptions = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    /// The monitor of a pressure that a file states.
    static let injectedResource = "envoy.resource_monitors.injected_resource"
    /// The transport socket for TLS.
    static let tls = "envoy.transport_sockets.tls"
}
