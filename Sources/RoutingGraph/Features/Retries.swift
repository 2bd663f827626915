package import KubernetesAPI

/// When requests are tried again, from `retryPolicy`.
package enum Retries {
    /// The conditions of the CRD, which are
    /// [Envoy's](https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#config-http-filters-router-x-envoy-retry-on).
    private static let conditions: Set<String> = [
        "5xx", "cancelled", "connect-failure", "deadline-exceeded", "envoy-ratelimited", "gateway-error",
        "http3-post-connect-failure", "internal", "refused-stream", "reset", "reset-before-request",
        "resource-exhausted", "retriable-4xx", "retriable-headers", "retriable-status-codes", "unavailable",
    ]

    /// The policy; nil if nothing is tried again.
    ///
    /// - No `retryOn` means `5xx`. A word that is no condition is left out with a warning `SpecError`, reason
    ///   `IgnoredField`; if none is left, nothing is tried again.
    /// - A count of -1 means never, none or 0 means once.
    /// - A limit of each try that is no positive duration leaves Envoy's default, as in Contour.
    ///
    /// `place` is the route.
    package static func policy(
        _ policy: Contour.RetryPolicy?, at place: Place = "", findings: inout Verdict
    ) -> RetryPolicy? {
        guard let policy else { return nil }
        let place = place.field("retryPolicy.retryOn")
        var words: [String] = []
        for (index, word) in policy.retryOn.enumerated() {
            if conditions.contains(word) {
                words.append(word)
            } else {
                findings.warnings.append(
                    Finding(
                        .spec, "IgnoredField",
                        "\(place.item(index)): \(FoundValue.quote(word, limit: 100)) is not a condition of Envoy and is left out"
                    ))
            }
        }
        guard policy.retryOn.isEmpty || !words.isEmpty else { return nil }
        return RetryPolicy(
            retryOn: words.isEmpty ? "5xx" : words.joined(separator: ","), count: count(policy.count),
            perTryTimeout: perTryTimeout(policy.perTryTimeout),
            retriableStatusCodes: policy.retriableStatusCodes.compactMap { UInt32(exactly: $0) })
    }

    private static func count(_ count: Int?) -> UInt32 {
        switch count {
        case nil, 0?: 1
        case let count?: UInt32(clamping: count)
        }
    }

    private static func perTryTimeout(_ text: String) -> TimeoutSetting {
        guard case .after(let limit)? = try? Timeouts.setting(text) else { return .unset }
        return .after(limit)
    }
}
