package import XDSModel

/// The gRPC services by which Envoy asks for resources: one for each type, and one for all of them in order.
///
/// https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#streaming-grpc-subscriptions
package enum DiscoveryService: CaseIterable, Sendable, Hashable {
    /// Every type on one stream (ADS).
    case aggregated
    /// Clusters (CDS).
    case clusters
    /// The endpoints of clusters (EDS).
    case endpoints
    /// Listeners (LDS).
    case listeners
    /// Route configurations (RDS).
    case routes
    /// Certificates and validation contexts (SDS).
    case secrets
    /// Runtime layers (RTDS).
    case runtime

    /// The service's name with its package.
    package var name: String {
        switch self {
        case .aggregated: "envoy.service.discovery.v3.AggregatedDiscoveryService"
        case .clusters: "envoy.service.cluster.v3.ClusterDiscoveryService"
        case .endpoints: "envoy.service.endpoint.v3.EndpointDiscoveryService"
        case .listeners: "envoy.service.listener.v3.ListenerDiscoveryService"
        case .routes: "envoy.service.route.v3.RouteDiscoveryService"
        case .secrets: "envoy.service.secret.v3.SecretDiscoveryService"
        case .runtime: "envoy.service.runtime.v3.RuntimeDiscoveryService"
        }
    }

    /// The type that a request means when it names none; `nil` on the aggregated service, where every request must name one.
    package var resourceType: ResourceType? {
        switch self {
        case .aggregated: nil
        case .clusters: .cluster
        case .endpoints: .endpoints
        case .listeners: .listener
        case .routes: .route
        case .secrets: .secret
        case .runtime: .runtime
        }
    }

    /// What the service's two methods have in common in their names.
    var noun: String {
        switch self {
        case .aggregated: "AggregatedResources"
        case .clusters: "Clusters"
        case .endpoints: "Endpoints"
        case .listeners: "Listeners"
        case .routes: "Routes"
        case .secrets: "Secrets"
        case .runtime: "Runtime"
        }
    }
}
