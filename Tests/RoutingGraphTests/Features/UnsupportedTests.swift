import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct UnsupportedTests {
    struct HostCase: CustomTestStringConvertible {
        var testDescription: String
        var isRefused = false
        var warnings = 0
        var edit: @Sendable (inout Contour.VirtualHost) -> Void
    }

    struct RouteCase: CustomTestStringConvertible {
        var testDescription: String
        var hostIsAuthorized = true
        var isRefused = false
        var warnings = 0
        var edit: @Sendable (inout Contour.Route) -> Void
    }

    private static func authorizing(disabled: Bool?) -> Contour.AuthorizationServer {
        var server = Contour.AuthorizationServer()
        server.extensionRef.name = "auth"
        if let disabled { server.authPolicy = policy(disabled: disabled) }
        return server
    }

    private static func policy(disabled: Bool) -> Contour.AuthorizationPolicy {
        var policy = Contour.AuthorizationPolicy()
        policy.disabled = disabled
        return policy
    }

    private static func limiting(
        local: Bool = false, descriptors: Int = 0, disabled: Bool = false
    ) -> Contour.RateLimitPolicy {
        var policy = Contour.RateLimitPolicy()
        if local { policy.local = Contour.LocalRateLimitPolicy() }
        if descriptors > 0 || disabled {
            policy.global = Contour.GlobalRateLimitPolicy()
            policy.global?.disabled = disabled
            policy.global?.descriptors = Array(repeating: Contour.RateLimitDescriptor(), count: descriptors)
        }
        return policy
    }

    private static func terminating(_ edit: (inout Contour.TLS) -> Void) -> Contour.TLS {
        var tls = Contour.TLS()
        edit(&tls)
        return tls
    }

    private static func token(require: String, disabled: Bool) -> Contour.JWTVerificationPolicy {
        var policy = Contour.JWTVerificationPolicy()
        policy.require = require
        policy.disabled = disabled
        return policy
    }

    static let hosts: [HostCase] = [
        HostCase(testDescription: "nothing") { _ in },
        HostCase(testDescription: "tls") { $0.tls = Contour.TLS() },
        HostCase(testDescription: "authorization", isRefused: true) { $0.authorization = authorizing(disabled: nil) },
        HostCase(testDescription: "authorization on", isRefused: true) {
            $0.authorization = authorizing(disabled: false)
        },
        HostCase(testDescription: "authorization off") { $0.authorization = authorizing(disabled: true) },
        HostCase(testDescription: "tokens", isRefused: true) { $0.jwtProviders = [Contour.JWTProvider()] },
        HostCase(testDescription: "allowed addresses", isRefused: true) {
            $0.ipAllowPolicy = [Contour.IPFilterPolicy()]
        },
        HostCase(testDescription: "denied addresses", isRefused: true) { $0.ipDenyPolicy = [Contour.IPFilterPolicy()] },
        HostCase(testDescription: "client certificates", isRefused: true) {
            $0.tls = terminating { $0.clientValidation = Contour.DownstreamValidation() }
        },
        HostCase(testDescription: "fallback", warnings: 1) {
            $0.tls = terminating { $0.enableFallbackCertificate = true }
        },
        HostCase(testDescription: "cors", warnings: 1) { $0.corsPolicy = Contour.CORSPolicy() },
        HostCase(testDescription: "local limit", warnings: 1) { $0.rateLimitPolicy = limiting(local: true) },
        HostCase(testDescription: "global limit", warnings: 1) { $0.rateLimitPolicy = limiting(descriptors: 1) },
        HostCase(testDescription: "no global limit") { $0.rateLimitPolicy = limiting(descriptors: 1, disabled: true) },
        HostCase(testDescription: "all", isRefused: true, warnings: 3) {
            $0.corsPolicy = Contour.CORSPolicy()
            $0.rateLimitPolicy = limiting(local: true, descriptors: 1)
            $0.tls = terminating { $0.enableFallbackCertificate = true }
            $0.jwtProviders = [Contour.JWTProvider()]
        },
    ]

    @Test(arguments: hosts)
    func `a host is never served without a protection it asks for`(sample: HostCase) {
        var host = Contour.VirtualHost()
        sample.edit(&host)
        var findings = Verdict()
        let found = refusal { () throws(Finding) in try Unsupported.check(host, findings: &findings) }
        #expect(found == (sample.isRefused ? "SpecError/FeatureNotSupported" : nil))
        #expect(findings.errors.isEmpty)
        #expect(findings.warnings.map(\.reason) == Array(repeating: "IgnoredField", count: sample.warnings))
        #expect(findings.warnings.allSatisfy { $0.message.hasPrefix("virtualhost.") })
    }

    static let routes: [RouteCase] = [
        RouteCase(testDescription: "nothing") { _ in },
        RouteCase(testDescription: "authorization", isRefused: true) { $0.authPolicy = policy(disabled: false) },
        RouteCase(testDescription: "authorization nobody does", hostIsAuthorized: false, warnings: 1) {
            $0.authPolicy = policy(disabled: false)
        },
        RouteCase(testDescription: "no authorization") { $0.authPolicy = policy(disabled: true) },
        RouteCase(testDescription: "token", isRefused: true) {
            $0.jwtVerificationPolicy = token(require: "a", disabled: false)
        },
        RouteCase(testDescription: "token and none", isRefused: true) {
            $0.jwtVerificationPolicy = token(require: "a", disabled: true)
        },
        RouteCase(testDescription: "no token") { $0.jwtVerificationPolicy = token(require: "", disabled: true) },
        RouteCase(testDescription: "allowed addresses", isRefused: true) {
            $0.ipAllowPolicy = [Contour.IPFilterPolicy()]
        },
        RouteCase(testDescription: "denied addresses", isRefused: true) {
            $0.ipDenyPolicy = [Contour.IPFilterPolicy()]
        },
        RouteCase(testDescription: "limit", warnings: 1) { $0.rateLimitPolicy = limiting(local: true) },
        RouteCase(testDescription: "no global limit") { $0.rateLimitPolicy = limiting(disabled: true) },
        RouteCase(testDescription: "cookies", warnings: 1) {
            $0.cookieRewritePolicies = [Contour.CookieRewritePolicy()]
        },
        RouteCase(testDescription: "cookies of services", warnings: 2) {
            var service = Contour.Service()
            service.cookieRewritePolicies = [Contour.CookieRewritePolicy()]
            $0.services = [service, Contour.Service(), service]
        },
    ]

    @Test(arguments: routes)
    func `a route is never served without a protection it asks for`(sample: RouteCase) {
        var route = Contour.Route()
        sample.edit(&route)
        var findings = Verdict()
        let found = refusal { () throws(Finding) in
            try Unsupported.check(
                route, at: "routes[2]", hostIsAuthorized: sample.hostIsAuthorized, findings: &findings)
        }
        #expect(found == (sample.isRefused ? "SpecError/FeatureNotSupported" : nil))
        #expect(findings.errors.isEmpty)
        #expect(findings.warnings.map(\.reason) == Array(repeating: "IgnoredField", count: sample.warnings))
        #expect(findings.warnings.allSatisfy { $0.message.hasPrefix("routes[2].") })
    }
}
