package import KubernetesAPI

/// Features of Contour that are not there yet.
///
/// What protects a host or a route is refused, so that nothing is ever served without its protection: `SpecError`,
/// reason `FeatureNotSupported`. Everything else is left out with a warning `SpecError`, reason `IgnoredField`.
package enum Unsupported {
    /// Throws if the host must not be served, because it asks for a protection that is not there.
    ///
    /// `place` is the virtual host.
    package static func check(
        _ host: Contour.VirtualHost, at place: Place = "virtualhost", findings: inout Verdict
    ) throws(Finding) {
        if host.corsPolicy != nil { ignore(place.field("corsPolicy"), &findings) }
        if limitsAnything(host.rateLimitPolicy) { ignore(place.field("rateLimitPolicy"), &findings) }
        if host.tls?.enableFallbackCertificate == true {
            ignore(place.field("tls.enableFallbackCertificate"), &findings)
        }
        // Without authorization where routes do not ask for it; those that do are refused one by one.
        if let authorization = host.authorization, authorization.authPolicy?.disabled != true {
            throw refusal(place.field("authorization"), "the host")
        }
        if !host.jwtProviders.isEmpty { throw refusal(place.field("jwtProviders"), "the host") }
        if !host.ipAllowPolicy.isEmpty { throw refusal(place.field("ipAllowPolicy"), "the host") }
        if !host.ipDenyPolicy.isEmpty { throw refusal(place.field("ipDenyPolicy"), "the host") }
        if host.tls?.clientValidation != nil { throw refusal(place.field("tls.clientValidation"), "the host") }
    }

    /// Throws if the route must not be served, because it asks for a protection that is not there.
    ///
    /// `place` is the route. `hostIsAuthorized` is whether its root has `authorization`: without that nobody is asked,
    /// whatever the route says, and `authPolicy` is left out.
    package static func check(
        _ route: Contour.Route, at place: Place = "", hostIsAuthorized: Bool, findings: inout Verdict
    ) throws(Finding) {
        if limitsAnything(route.rateLimitPolicy) { ignore(place.field("rateLimitPolicy"), &findings) }
        if !route.cookieRewritePolicies.isEmpty { ignore(place.field("cookieRewritePolicies"), &findings) }
        for (index, service) in route.services.enumerated() where !service.cookieRewritePolicies.isEmpty {
            ignore(place.field("services").item(index).field("cookieRewritePolicies"), &findings)
        }
        if let policy = route.authPolicy, !policy.disabled {
            let place = place.field("authPolicy")
            guard !hostIsAuthorized else { throw refusal(place, "the route") }
            findings.warnings.append(
                Finding(.spec, "IgnoredField", "\(place): the host has no authorization, so nobody is asked"))
        }
        if let policy = route.jwtVerificationPolicy, !policy.require.isEmpty {
            throw refusal(place.field("jwtVerificationPolicy"), "the route")
        }
        if !route.ipAllowPolicy.isEmpty { throw refusal(place.field("ipAllowPolicy"), "the route") }
        if !route.ipDenyPolicy.isEmpty { throw refusal(place.field("ipDenyPolicy"), "the route") }
    }

    /// Whether a policy asks for a limit; switching the default off is not one.
    private static func limitsAnything(_ policy: Contour.RateLimitPolicy?) -> Bool {
        guard let policy else { return false }
        return policy.local != nil || policy.global.map { !$0.disabled && !$0.descriptors.isEmpty } == true
    }

    private static func ignore(_ place: Place, _ findings: inout Verdict) {
        findings.warnings.append(
            Finding(.spec, "IgnoredField", "\(place): this is not supported yet and is left out"))
    }

    private static func refusal(_ place: Place, _ subject: String) -> Finding {
        Finding(
            .spec, "FeatureNotSupported",
            "\(place): this is not supported yet, and \(subject) is not served without it; remove it to serve \(subject) unprotected"
        )
    }
}
