import Conventions
package import KubernetesAPI

/// How new endpoints are eased in, from `slowStartPolicy`.
package enum SlowStarts {
    /// The slow start of a service; nil for none, which a window of zero is too.
    ///
    /// Throws `ServiceError`, reason `SlowStartInvalid`, also where endpoints are chosen in a way that
    /// [knows no weights](https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/slow_start).
    /// `place` is the service.
    package static func slowStart(
        _ policy: Contour.SlowStartPolicy?, with loadBalancing: LoadBalancing, at place: Place
    ) throws(Finding) -> SlowStart? {
        guard let policy else { return nil }
        let place = place.field("slowStartPolicy")
        func refusal(_ field: String, _ fault: String) -> Finding {
            Finding(.service, "SlowStartInvalid", "\(place.field(field)): \(fault)")
        }
        guard loadBalancing == .roundRobin || loadBalancing == .weightedLeastRequest else {
            throw Finding(
                .service, "SlowStartInvalid",
                "\(place): it works with RoundRobin and WeightedLeastRequest only, not with \(loadBalancing.rawValue)")
        }
        let window: Duration
        do {
            window = try GoDuration(parsing: policy.window).duration
        } catch {
            throw refusal("window", "\(FoundValue.quote(policy.window, limit: 100)) is not a duration: \(error)")
        }
        guard window > .zero else { return nil }
        guard let aggression = aggression(policy.aggression) else {
            throw refusal(
                "aggression",
                "\(FoundValue.quote(policy.aggression, limit: 100)) is not a decimal number above zero such as 1.5")
        }
        let percent = policy.minWeightPercent ?? 10
        guard (0...100).contains(percent) else { throw refusal("minWeightPercent", "\(percent) is not 0 to 100") }
        return SlowStart(
            window: window, aggression: aggression, minimumWeightPercent: UInt32(clamping: percent))
    }

    private static func aggression(_ text: String) -> Double? {
        guard !text.isEmpty else { return 1 }
        let isPlain = text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
        }
        guard isPlain, text.utf8.count <= 32, let value = Double(text), value > 0, value.isFinite else { return nil }
        return value
    }
}
