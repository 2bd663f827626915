import EnvoyAPI
import RoutingGraph
import SwiftProtobuf

/// A destination whose cluster is known by name.
struct NamedDestination {
    /// The cluster's name.
    var name: String
    /// Its share; of all destinations of a route the sum is above 0 and fits into 32 bits.
    var weight: UInt32
    /// What is done for this backend alone.
    var destination: Destination

    /// The destinations by name and weight, with weights that Envoy takes: those in which there is none at all become 1
    /// each, and those whose sum is too large become smaller in proportion.
    static func ordered(_ destinations: [(name: String, destination: Destination)]) -> [NamedDestination] {
        let sum = destinations.reduce(UInt64(0)) { $0 &+ UInt64($1.destination.weight) }
        let limit = UInt64(UInt32.max) - min(UInt64(destinations.count), UInt64(UInt32.max / 2))
        let divisor = sum / limit + 1
        return destinations.map { name, destination in
            var weight = UInt64(destination.weight)
            if sum == 0 {
                weight = 1
            } else if divisor > 1, weight > 0 {
                weight = weight / divisor + 1
            }
            return NamedDestination(name: name, weight: UInt32(clamping: weight), destination: destination)
        }
        .sorted { ($0.name, $0.weight) < ($1.name, $1.weight) }
    }

    /// Whether something is done for this backend alone.
    var isPlain: Bool {
        destination.requestHeaders.isEmpty && destination.responseHeaders.isEmpty && literalHost == nil
    }

    /// The `Host` header this backend gets; Envoy can take it from a header for whole routes only.
    var literalHost: String? {
        guard case .literal(let name)? = destination.hostRewrite else { return nil }
        return name
    }
}

extension Envoy.RouteAction {
    /// Sets where requests go: to one cluster, or to several by weight.
    ///
    /// See [weighted clusters](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-weightedcluster).
    mutating func apply(_ destinations: [NamedDestination]) {
        if let only = destinations.first, destinations.count == 1, only.isPlain {
            cluster = only.name
        } else {
            weightedClusters.clusters = destinations.map(Envoy.WeightedCluster.ClusterWeight.init)
        }
    }
}

extension Envoy.WeightedCluster.ClusterWeight {
    /// A share of the traffic.
    fileprivate init(_ named: NamedDestination) {
        self.init()
        name = named.name
        weight = Google_Protobuf_UInt32Value(named.weight)
        applyHeaders(request: named.destination.requestHeaders, response: named.destination.responseHeaders)
        if let host = named.literalHost { hostRewriteLiteral = host }
    }
}
