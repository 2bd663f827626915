import EnvoyAPI
package import KubernetesAPI
package import RoutingGraph
import SwiftProtobuf
package import XDSModel

/// Turns EndpointSlices into the endpoints a cluster is warmed with.
///
/// A pure function with a deterministic result: the order of slices and endpoints does not matter.
package enum EndpointsTranslator {
    /// The addresses of a Service's port that take traffic, by address and port, each once; none makes an empty resource.
    ///
    /// See [EndpointSlices](https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/) and
    /// [assignments](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/endpoint/v3/endpoint.proto).
    ///
    /// - Parameters:
    ///   - key: The port, and the number of the port that health checks ask.
    ///   - slices: The slices of the Service. One that has a port of the health port's name knows its number best, since
    ///     a Service's number is not that of the endpoints.
    package static func resource(
        _ key: EndpointsKey, slices: [Discovery.EndpointSlice]
    ) -> Resource {
        var found: Set<EndpointAddress> = []
        for slice in slices.sorted(by: { $0.metadata.namespacedName < $1.metadata.namespacedName }) {
            let healthPort = healthPort(of: key, in: slice)
            let ready = slice.endpoints.filter { $0.conditions.ready ?? true }
            for port in slice.ports where port.name == key.portName && port.isTCP {
                guard let number = port.port.flatMap(UInt32.init(exactly:)) else { continue }
                for endpoint in ready {
                    // why: Envoy refuses an assignment as a whole when one of its addresses is none.
                    guard let address = endpoint.addresses.first, AddressText.isAddress(address) else { continue }
                    // The first slice that names an address decides about it.
                    found.insert(EndpointAddress(address: address, port: number, healthPort: healthPort))
                }
            }
        }
        var assignment = Envoy.ClusterLoadAssignment()
        assignment.clusterName = key.name
        if !found.isEmpty {
            var locality = Envoy.LocalityEndpoints()
            locality.lbEndpoints = found.sorted().map(\.envoy)
            assignment.endpoints = [locality]
        }
        return Resource(name: key.name, message: assignment)
    }

    /// The number of the port that health checks ask on a slice's endpoints; nil for the port that requests go to.
    private static func healthPort(
        of key: EndpointsKey, in slice: Discovery.EndpointSlice
    ) -> UInt32? {
        guard let asked = key.healthPort else { return nil }
        let port = slice.ports.first { $0.name == asked.name && $0.isTCP }?.port ?? asked.number
        return UInt32(exactly: port).flatMap { $0 > 0 && $0 <= 65_535 ? $0 : nil }
    }
}

/// An endpoint; two are the same when address and port are.
private struct EndpointAddress: Hashable, Comparable {
    var address: String
    var port: UInt32
    var healthPort: UInt32?

    static func == (left: Self, right: Self) -> Bool { left.address == right.address && left.port == right.port }

    static func < (left: Self, right: Self) -> Bool { (left.address, left.port) < (right.address, right.port) }

    func hash(into hasher: inout Hasher) {
        hasher.combine(address)
        hasher.combine(port)
    }

    var envoy: Envoy.LoadBalancedEndpoint {
        var endpoint = Envoy.LoadBalancedEndpoint()
        endpoint.endpoint.address.socketAddress.address = address
        endpoint.endpoint.address.socketAddress.portValue = port
        if let healthPort { endpoint.endpoint.healthCheckConfig.portValue = healthPort }
        return endpoint
    }
}

extension Discovery.EndpointPort {
    fileprivate var isTCP: Bool { `protocol`.isEmpty || `protocol` == "TCP" }
}
