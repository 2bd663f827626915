package import KubernetesAPI

/// What is done with redirects that backends answer, from `internalRedirectPolicy`.
package enum InternalRedirects {
    /// The status codes that
    /// [Envoy follows](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-internalredirectpolicy).
    private static let statusCodes: Set<Int> = [301, 302, 303, 307, 308]

    /// The policy; nil if nothing is followed.
    ///
    /// Codes that Envoy does not follow are left out with a warning `SpecError`, reason `IgnoredField`; if none is left,
    /// nothing is followed. `place` is the route.
    package static func policy(
        _ policy: Contour.HTTPInternalRedirectPolicy?, at place: Place = "", findings: inout Verdict
    ) -> InternalRedirectPolicy? {
        guard let policy else { return nil }
        let place = place.field("internalRedirectPolicy.redirectResponseCodes")
        var codes: [UInt32] = []
        for (index, code) in policy.redirectResponseCodes.enumerated() {
            guard statusCodes.contains(code) else {
                findings.warnings.append(
                    Finding(
                        .spec, "IgnoredField",
                        "\(place.item(index)): \(code) is not one of 301, 302, 303, 307 and 308 and is not followed"))
                continue
            }
            let code = UInt32(clamping: code)
            if !codes.contains(code) { codes.append(code) }
        }
        guard policy.redirectResponseCodes.isEmpty || !codes.isEmpty else { return nil }
        let crossScheme: InternalRedirectPolicy.CrossScheme =
            switch policy.allowCrossSchemeRedirect {
            case "Always": .always
            case "SafeOnly": .safeOnly
            default: .never
            }
        return InternalRedirectPolicy(
            limit: policy.maxInternalRedirects > 0 ? UInt32(clamping: policy.maxInternalRedirects) : nil,
            statusCodes: codes, crossScheme: crossScheme, deniesRepeatedRoute: policy.denyRepeatedRouteRedirect)
    }
}
