package import SwiftProtobuf

/// The messages that travel in an `Any`: JSON shows what such an `Any` holds only if the type is registered.
extension Envoy {
    /// Resources that the discovery services deliver.
    package static let resourceTypes: [any Message.Type] = [
        Cluster.self, ClusterLoadAssignment.self, Listener.self, RouteConfiguration.self, Runtime.self, Secret.self,
        VirtualHost.self,
    ]

    /// What fills Envoy's extension points.
    package static let extensionTypes: [any Message.Type] = [
        BrotliCompressor.self, CORS.self, CORSPolicy.self, Compressor.self, DownstreamConnectionsConfig.self,
        DownstreamTLSContext.self, ExtAuthz.self, ExtAuthzPerRoute.self, FileAccessLog.self, FixedHeapConfig.self,
        GRPCStats.self, GRPCWeb.self, GoogleRE2.self, GzipCompressor.self, HTTPConnectionManager.self,
        InjectedResourceConfig.self, JWTAuthentication.self, JWTPerRoute.self, LocalRateLimit.self, Lua.self,
        LuaPerRoute.self, MetadataFormatter.self, OpenTelemetryConfig.self, PreviousRoutesConfig.self,
        ProxyProtocol.self, RBACFilter.self, RBACPerRoute.self, RateLimitFilter.self, RateLimitPerRoute.self,
        RequestWithoutQueryFormatter.self, Router.self, SafeCrossSchemeConfig.self,
        ScaleTimersOverloadActionConfig.self, TCPProxy.self, TLSInspector.self, UpstreamHTTPProtocolOptions.self,
        UpstreamTLSContext.self, ZstdCompressor.self,
    ]

    /// Makes all of them known to the JSON encoding of this process; calling it again changes nothing.
    package static func registerMessageTypes() {
        for type in resourceTypes + extensionTypes {
            // False would mean that another type has the name, which cannot be: names are upstream's.
            _ = Google_Protobuf_Any.register(messageType: type)
        }
    }
}
