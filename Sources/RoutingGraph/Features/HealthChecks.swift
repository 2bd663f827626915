package import KubernetesAPI

/// How endpoints are checked, from `healthCheckPolicy`.
package enum HealthChecks {
    /// The longest time between checks and for one, in seconds: a year.
    package static let longestSeconds = 31_536_000

    /// The most ranges of statuses: all statuses one by one.
    package static let mostRanges = 500

    /// The check over HTTP of a route's services; times and thresholds that are not set are zero, for the default.
    ///
    /// Throws `RouteError`, reason `HealthCheckPolicyInvalid`, for what
    /// [Envoy would refuse](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/health_check.proto).
    /// `place` is the route.
    package static func http(
        _ policy: Contour.HTTPHealthCheckPolicy?, at place: Place = ""
    ) throws(Finding) -> HealthCheck? {
        guard let policy else { return nil }
        let place = place.field("healthCheckPolicy")
        func refusal(_ field: String, _ fault: String) -> Finding { invalid(.route, place.field(field), fault) }
        guard policy.path.utf8.first == UInt8(ascii: "/"), HeaderText.isValue(policy.path) else {
            throw refusal("path", "write a path that begins with /, without control characters")
        }
        guard HeaderText.isValue(policy.host) else { throw refusal("host", "it has a control character") }
        guard policy.expectedStatuses.count <= mostRanges else {
            throw refusal("expectedStatuses", "there are more than \(mostRanges) ranges")
        }
        var ranges: [Range<Int64>] = []
        for (index, range) in policy.expectedStatuses.enumerated() {
            guard (100...599).contains(range.start), (101...600).contains(range.end), range.start < range.end else {
                throw refusal(
                    "expectedStatuses[\(index)]",
                    "\(range.start) to \(range.end) is no range: start is 100 to 599, end is above it and at most 600")
            }
            ranges.append(Int64(range.start)..<Int64(range.end))
        }
        return HealthCheck(
            probe: .http(
                path: policy.path, host: policy.host.isEmpty ? HealthCheck.defaultHost : policy.host,
                expectedStatuses: ranges),
            timeout: try seconds(policy.timeoutSeconds, .route, at: place.field("timeoutSeconds")),
            interval: try seconds(policy.intervalSeconds, .route, at: place.field("intervalSeconds")),
            unhealthyThreshold: try count(
                policy.unhealthyThresholdCount, .route, at: place.field("unhealthyThresholdCount")),
            healthyThreshold: try count(policy.healthyThresholdCount, .route, at: place.field("healthyThresholdCount")))
    }

    /// The check by connecting of a `tcpproxy`'s services; what is not set is zero, for the default.
    ///
    /// Throws `TCPProxyError`, reason `HealthCheckPolicyInvalid`. `place` is the `tcpproxy`.
    package static func tcp(
        _ policy: Contour.TCPHealthCheckPolicy?, at place: Place = "tcpproxy"
    ) throws(Finding) -> HealthCheck? {
        guard let policy else { return nil }
        let place = place.field("healthCheckPolicy")
        return HealthCheck(
            probe: .tcp, timeout: try seconds(policy.timeoutSeconds, .tcpProxy, at: place.field("timeoutSeconds")),
            interval: try seconds(policy.intervalSeconds, .tcpProxy, at: place.field("intervalSeconds")),
            unhealthyThreshold: try count(
                policy.unhealthyThresholdCount, .tcpProxy, at: place.field("unhealthyThresholdCount")),
            healthyThreshold: try count(
                policy.healthyThresholdCount, .tcpProxy, at: place.field("healthyThresholdCount")))
    }

    private static func seconds(_ value: Int, _ type: FindingType, at place: Place) throws(Finding) -> Duration {
        guard (0...longestSeconds).contains(value) else {
            throw invalid(type, place, "\(value) is not 0 to \(longestSeconds)")
        }
        return .seconds(value)
    }

    private static func count(_ value: Int, _ type: FindingType, at place: Place) throws(Finding) -> UInt32 {
        guard let count = UInt32(exactly: value) else {
            throw invalid(type, place, "\(value) is not 0 to \(UInt32.max)")
        }
        return count
    }

    private static func invalid(_ type: FindingType, _ place: Place, _ fault: String) -> Finding {
        Finding(type, "HealthCheckPolicyInvalid", "\(place): \(fault)")
    }
}
