import Testing
import XDSMethods
import XDSModel

@testable import XDSServer

struct StreamTypingTests {
    @Test(arguments: [
        (DiscoveryService.clusters, ["", ""], ["type(cluster)", "type(cluster)"]),
        (.routes, [ResourceType.secret.typeURL, ""], ["type(secret)", "type(secret)"]),
        (.routes, ["", ResourceType.secret.typeURL], ["type(route)", "invalid"]),
        (.routes, ["other"], ["invalid"]),
        (.aggregated, [ResourceType.route.typeURL, ResourceType.cluster.typeURL], ["type(route)", "type(cluster)"]),
        (
            .aggregated, ["other", "another", ResourceType.route.typeURL],
            ["ignored(true)", "ignored(false)", "type(route)"]
        ),
        (.aggregated, [""], ["invalid"]),
    ])
    func `the type of a request follows from its method, its type URL and the first request`(
        service: DiscoveryService, typeURLs: [String], expected: [String]
    ) {
        var typing = StreamTyping(service)
        let resolutions = typeURLs.map { typeURL in
            switch typing.resolve(typeURL: typeURL) {
            case .type(let type): "type(\(type))"
            case .ignored(let isFirst): "ignored(\(isFirst))"
            case .invalid: "invalid"
            }
        }
        #expect(resolutions == expected)
    }

    @Test func `the methods are those of Envoy's services`() {
        #expect(
            DiscoveryMethod.all.map(\.path) == [
                "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources",
                "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources",
                "/envoy.service.cluster.v3.ClusterDiscoveryService/StreamClusters",
                "/envoy.service.cluster.v3.ClusterDiscoveryService/DeltaClusters",
                "/envoy.service.endpoint.v3.EndpointDiscoveryService/StreamEndpoints",
                "/envoy.service.endpoint.v3.EndpointDiscoveryService/DeltaEndpoints",
                "/envoy.service.listener.v3.ListenerDiscoveryService/StreamListeners",
                "/envoy.service.listener.v3.ListenerDiscoveryService/DeltaListeners",
                "/envoy.service.route.v3.RouteDiscoveryService/StreamRoutes",
                "/envoy.service.route.v3.RouteDiscoveryService/DeltaRoutes",
                "/envoy.service.secret.v3.SecretDiscoveryService/StreamSecrets",
                "/envoy.service.secret.v3.SecretDiscoveryService/DeltaSecrets",
                "/envoy.service.runtime.v3.RuntimeDiscoveryService/StreamRuntime",
                "/envoy.service.runtime.v3.RuntimeDiscoveryService/DeltaRuntime",
            ])
    }
}
