import EnvoyAPI
import RoutingGraph
import SwiftProtobuf

extension Envoy.TCPProxy {
    /// How long a connection without bytes is kept, as in Contour.
    static let idleLimit = Duration.seconds(9001)

    /// Connections handed to backends byte by byte; nil when there is no backend.
    ///
    /// Envoy refuses a weight of 0. See
    /// [the filter](https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/network/tcp_proxy/v3/tcp_proxy.proto).
    init?(_ destinations: [NamedDestination], listener: String, accessLog: [Envoy.AccessLog]) {
        let live = destinations.filter { $0.weight > 0 }
        guard let first = live.first else { return nil }
        self.init()
        statPrefix = listener
        self.accessLog = accessLog
        idleTimeout = Self.idleLimit.envoy
        if live.count == 1 {
            cluster = first.name
        } else {
            weightedClusters.clusters = live.map { destination in
                var cluster = WeightedCluster.ClusterWeight()
                cluster.name = destination.name
                cluster.weight = destination.weight
                return cluster
            }
        }
    }
}
