import Conventions
import EnvoyAPI

extension BootstrapDocument {
    /// Where listeners and clusters come from.
    static func dynamicResources(_ transport: XDSTransport) -> Envoy.Bootstrap.DynamicResources {
        var resources = Envoy.Bootstrap.DynamicResources()
        resources.ldsConfig = configSource(transport)
        resources.cdsConfig = configSource(transport)
        if transport == .aggregatedDelta {
            resources.adsConfig = stream(.deltaGrpc)
            // The node never changes on a stream; Envoy need not repeat it.
            resources.adsConfig.setNodeOnFirstMessageOnly = true
        }
        return resources
    }

    /// Where one kind of resource comes from: the shared stream, or one of its own.
    static func configSource(_ transport: XDSTransport) -> Envoy.ConfigSource {
        var source = Envoy.ConfigSource()
        source.resourceApiVersion = .v3
        switch transport {
        case .aggregatedDelta: source.ads = Envoy.AggregatedConfigSource()
        case .perType: source.apiConfigSource = stream(.grpc)
        }
        return source
    }

    private static func stream(_ type: Envoy.APIConfigSource.ApiType) -> Envoy.APIConfigSource {
        var service = Envoy.GRPCService()
        service.envoyGrpc.clusterName = XDSName.cluster
        service.envoyGrpc.authority = XDSName.authority
        var source = Envoy.APIConfigSource()
        source.apiType = type
        source.transportApiVersion = .v3
        source.grpcServices = [service]
        return source
    }
}
