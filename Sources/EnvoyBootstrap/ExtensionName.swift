/// The names under which Envoy registers the extensions that the bootstrap uses.
enum ExtensionName {
    static let downstreamConnections = "envoy.resource_monitors.global_downstream_max_connections"
    static let fileAccessLog = "envoy.access_loggers.file"
    static let fixedHeap = "envoy.resource_monitors.fixed_heap"
    static let googleRE2 = "envoy.regex_engines.google_re2"
    static let httpProtocolOptions = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    static let injectedResource = "envoy.resource_monitors.injected_resource"
    static let tls = "envoy.transport_sockets.tls"
}
