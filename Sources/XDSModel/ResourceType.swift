/// One kind of Envoy resource; the order of the cases is the order of sending, so that what is referred to comes first.
///
/// See [eventual consistency considerations](https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#eventual-consistency-considerations).
package enum ResourceType: Int, CaseIterable, Sendable, Hashable {
    /// `envoy.config.cluster.v3.Cluster`, served by CDS.
    case cluster
    /// `envoy.config.endpoint.v3.ClusterLoadAssignment`, served by EDS.
    case endpoints
    /// `envoy.extensions.transport_sockets.tls.v3.Secret`, served by SDS.
    case secret
    /// `envoy.config.listener.v3.Listener`, served by LDS.
    case listener
    /// `envoy.config.route.v3.RouteConfiguration`, served by RDS.
    case route
    /// `envoy.service.runtime.v3.Runtime`, served by RTDS.
    case runtime

    /// The name of the message as the `type_url` of requests, responses and `google.protobuf.Any`.
    package var typeURL: String {
        switch self {
        case .cluster: "type.googleapis.com/envoy.config.cluster.v3.Cluster"
        case .endpoints: "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"
        case .secret: "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret"
        case .listener: "type.googleapis.com/envoy.config.listener.v3.Listener"
        case .route: "type.googleapis.com/envoy.config.route.v3.RouteConfiguration"
        case .runtime: "type.googleapis.com/envoy.service.runtime.v3.Runtime"
        }
    }

    /// The type a `type_url` names; nil for one we do not serve.
    package init?(typeURL: String) {
        guard let type = Self.allCases.first(where: { $0.typeURL == typeURL }) else { return nil }
        self = type
    }

    /// True for clusters and listeners: a first request without names asks for all of them on every stream, and an answer
    /// in state of the world is complete, so that what it leaves out is deleted. On a stream of its own a first request
    /// without names asks for all of any type.
    ///
    /// See [how the client specifies what resources to return](https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#how-the-client-specifies-what-resources-to-return).
    package var isWildcard: Bool {
        switch self {
        case .cluster, .listener: true
        case .endpoints, .secret, .route, .runtime: false
        }
    }
}
