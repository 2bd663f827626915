import Conventions
import EnvoyAPI
import XDSModel

extension SourceStyle {
    /// Where Envoy gets what a resource names: the shared stream, or a stream of its own to the control plane.
    ///
    /// Both are what the bootstrap says for clusters and listeners. See
    /// [config sources](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/config_source.proto).
    var configSource: Envoy.ConfigSource {
        var source = Envoy.ConfigSource()
        source.resourceApiVersion = .v3
        switch self {
        case .aggregated:
            source.ads = Envoy.AggregatedConfigSource()
        case .separate:
            var service = Envoy.GRPCService()
            service.envoyGrpc.clusterName = XDSName.cluster
            service.envoyGrpc.authority = XDSName.authority
            source.apiConfigSource.apiType = .grpc
            source.apiConfigSource.transportApiVersion = .v3
            source.apiConfigSource.grpcServices = [service]
        }
        return source
    }

    /// How a secret of this name is fetched.
    func secret(_ name: String) -> Envoy.SDSSecretConfig {
        var secret = Envoy.SDSSecretConfig()
        secret.name = name
        secret.sdsConfig = configSource
        return secret
    }
}
