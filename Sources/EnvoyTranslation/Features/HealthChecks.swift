import EnvoyAPI
import RoutingGraph
import SwiftProtobuf

extension Envoy.HealthCheck {
    /// How endpoints are checked; what Envoy requires and is missing is Contour's default.
    ///
    /// See [health checks](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/health_check.proto).
    init(_ check: HealthCheck, over protocol: UpstreamProtocol) {
        self.init()
        let standard = HealthCheck(probe: .tcp)
        timeout = check.timeout.positive(orElse: standard.timeout).envoy
        interval = check.interval.positive(orElse: standard.interval).envoy
        unhealthyThreshold = Google_Protobuf_UInt32Value(
            check.unhealthyThreshold > 0 ? check.unhealthyThreshold : standard.unhealthyThreshold)
        healthyThreshold = Google_Protobuf_UInt32Value(
            check.healthyThreshold > 0 ? check.healthyThreshold : standard.healthyThreshold)
        switch check.probe {
        case .tcp:
            tcpHealthCheck = TcpHealthCheck()
        case .http(let path, let host, let statuses):
            httpHealthCheck.path = path.isEmpty ? "/" : path
            httpHealthCheck.host = host
            httpHealthCheck.expectedStatuses = statuses.compactMap(Envoy.Int64Range.init(statuses:))
            httpHealthCheck.codecClientType = `protocol` == .h2 || `protocol` == .h2c ? .http2 : .http1
        }
    }
}

extension Envoy.Int64Range {
    /// Status codes; nil for a range Envoy refuses.
    fileprivate init?(statuses: Range<Int64>) {
        guard !statuses.isEmpty, statuses.lowerBound >= 100, statuses.upperBound <= 600 else { return nil }
        self.init()
        start = statuses.lowerBound
        end = statuses.upperBound
    }
}
