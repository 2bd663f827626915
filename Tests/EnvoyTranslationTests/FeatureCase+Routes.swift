import EnvoyTranslation
import RoutingGraph

extension FeatureCase {
    /// What stands in routes.
    static let routes =
        matches + actions + [
            FeatureCase("Timeouts", "set") {
                $0.timeouts = RouteTimeouts(response: .after(.milliseconds(2_500)), idle: .after(.microseconds(500)))
            },
            FeatureCase("Timeouts", "disabled") {
                $0.timeouts = RouteTimeouts(response: .disabled, idle: .disabled)
            },
            FeatureCase("Timeouts", "endless") {
                $0.timeouts = RouteTimeouts(response: .after(.seconds(Int64.max / 2)), idle: .unset)
            },
            FeatureCase("Retries", "all") {
                $0.retries = RetryPolicy(
                    retryOn: "5xx,retriable-status-codes", count: 3, perTryTimeout: .after(.milliseconds(150)),
                    retriableStatusCodes: [502, 503])
            },
            FeatureCase("Retries", "none") { $0.retries = RetryPolicy(retryOn: "5xx", count: 0) },
            FeatureCase("HeaderPolicies", "route") {
                var route = Route.forwarding()
                route.requestHeaders = HeaderPolicy(
                    set: [HeaderValue(name: "X-A", value: "1%%"), HeaderValue(name: "X-B", value: "%HOSTNAME%")],
                    add: [HeaderValue(name: "X-C", value: "2")], remove: ["X-D", "X-E"])
                route.responseHeaders = HeaderPolicy(
                    set: [HeaderValue(name: "X-F", value: "3")], remove: ["X-G"])
                return route
            },
            FeatureCase("HeaderPolicies", "protected") {
                var route = Route.forwarding()
                route.requestHeaders = HeaderPolicy(
                    set: [HeaderValue(name: "Host", value: "a"), HeaderValue(name: ":path", value: "/")],
                    add: [HeaderValue(name: ":authority", value: "b")], remove: ["hOST", ":method"])
                route.responseHeaders = HeaderPolicy(
                    set: [HeaderValue(name: ":status", value: "200"), HeaderValue(name: "host", value: "c")],
                    remove: [":status", "host"])
                return route
            },
            FeatureCase("HeaderPolicies", "service") { forwarding in
                forwarding.destinations = [
                    Destination(
                        cluster: .web(), weight: 0,
                        requestHeaders: HeaderPolicy(set: [HeaderValue(name: "X-A", value: "1")], remove: ["X-B"]),
                        responseHeaders: HeaderPolicy(add: [HeaderValue(name: "X-C", value: "2")], remove: ["X-D"]),
                        hostRewrite: .literal("other.example.com"))
                ]
            },
            FeatureCase("Rewrites", "prefix") { $0.pathRewrite = .prefix("/new") },
            FeatureCase("Rewrites", "full") { $0.pathRewrite = .full(#"/new\1/path"#) },
            FeatureCase("Rewrites", "regex") { $0.pathRewrite = .regex(pattern: "^/a/*", replacement: "/") },
            FeatureCase("Rewrites", "host") { $0.hostRewrite = .literal("other.example.com") },
            FeatureCase("Rewrites", "host-header") { $0.hostRewrite = .header("X-Host") },
            FeatureCase("Mirrors", "half") { $0.mirror = Mirror(cluster: .web(feature: "mirror"), percent: 50) },
            FeatureCase("Mirrors", "all") { $0.mirror = Mirror(cluster: .web(feature: "mirror"), percent: 250) },
            FeatureCase("Websockets", "allowed") { $0.allowsWebsockets = true },
            FeatureCase("InternalRedirects", "all") {
                $0.internalRedirects = InternalRedirectPolicy(
                    limit: 5, statusCodes: [301, 302, 303, 307, 308, 301, 200], crossScheme: .safeOnly,
                    deniesRepeatedRoute: true)
            },
            FeatureCase("InternalRedirects", "defaults") { $0.internalRedirects = InternalRedirectPolicy() },
            FeatureCase("WeightedDestinations", "shares") {
                $0.destinations = Self.destinations([("b", 10), ("a", 90)])
            },
            FeatureCase("WeightedDestinations", "zero") { $0.destinations = Self.destinations([("b", 0), ("a", 0)]) },
            FeatureCase("WeightedDestinations", "one-zero") {
                $0.destinations = Self.destinations([("b", 0), ("a", 1)])
            },
            FeatureCase("WeightedDestinations", "too-large") {
                $0.destinations = Self.destinations([("a", .max), ("b", .max), ("c", .max), ("d", 1), ("e", 0)])
            },
            FeatureCase("WeightedDestinations", "nobody") { $0.destinations = [] },
            FeatureCase("CrossOrigin", "all") { host, certificates in
                let policy = CrossOriginPolicy(
                    allowedOrigins: [
                        .present, .exact("https://a.example.com", ignoringCase: true), .regex("https://.*"),
                    ],
                    allowedMethods: "GET,PUT", allowedHeaders: "x-a", exposedHeaders: "x-b", allowsCredentials: true,
                    allowsPrivateNetwork: true, maximumAge: "600")
                let routes = VirtualHost(name: host, crossOrigin: policy, routes: [.forwarding()])
                let end = TLSTermination(certificate: certificates.server)
                return Host(
                    name: host, plain: routes,
                    secure: SecureHost(name: host, termination: end, traffic: .http(routes)))
            },
            FeatureCase(
                "Origins", "shown",
                settings: { $0.accessLog.format = .json([AccessLogField("contour_config_kind")].compactMap { $0 }) },
                route: { Route.forwarding() }),
        ]

    private static func destinations(_ weights: [(String, UInt32)]) -> [Destination] {
        weights.map { Destination(cluster: .web(feature: $0), weight: $1) }
    }

    private static let actions = [
        FeatureCase("Redirects", "https") { .any(.redirect(.https)) },
        FeatureCase("Redirects", "everything") {
            .any(
                .redirect(
                    Redirection(
                        scheme: "https", hostname: "other.example.com", port: 8443, statusCode: 308,
                        path: .full("/there"))))
        },
        FeatureCase("Redirects", "prefix") {
            .any(.redirect(Redirection(port: 70_000, statusCode: 303, path: .prefix("/there"))))
        },
        FeatureCase("DirectResponses", "body") {
            .any(.respond(DirectResponse(statusCode: 418, body: "tea %HOSTNAME%")))
        },
        FeatureCase("DirectResponses", "bare") { .any(.respond(DirectResponse(statusCode: 404))) },
        FeatureCase("DirectResponses", "impossible") { .any(.respond(DirectResponse(statusCode: 7))) },
    ]

    private static let matches = [
        FeatureCase("Matches", "exact", match: RouteMatch(path: .exact("/a"))),
        FeatureCase("Matches", "regex", match: RouteMatch(path: .regex("/a.*|/b"))),
        FeatureCase("Matches", "segments", match: RouteMatch(path: .segments("/a/"))),
        FeatureCase("Matches", "segments-root", match: RouteMatch(path: .segments("/"))),
        FeatureCase("Matches", "segments-query", match: RouteMatch(path: .segments("/a?b"))),
        FeatureCase("Matches", "headers", match: RouteMatch(path: .prefix("/"), headers: headers)),
        FeatureCase("Matches", "query", match: RouteMatch(path: .prefix("/"), queryParameters: parameters)),
        FeatureCase("Matches", "wildcard") { _, certificates in
            let name = "*.wildcard-1.example.com"
            let routes = VirtualHost(name: name, routes: [.forwarding()])
            let end = TLSTermination(certificate: certificates.server)
            return Host(
                name: name, plain: routes, secure: SecureHost(name: name, termination: end, traffic: .http(routes)))
        },
        FeatureCase("Matches", "wildcard-many") { _, _ in
            let name = "*.wildcard-2.example.com"
            return Host(
                name: name, plain: VirtualHost(name: name, matchesOneLabel: false, routes: [.forwarding()]))
        },
        FeatureCase("Matches", "any-host") { _, certificates in
            let routes = VirtualHost(name: "*", routes: [.forwarding()])
            let end = TLSTermination(certificate: certificates.server)
            return Host(
                name: "*", plain: routes, secure: SecureHost(name: "*", termination: end, traffic: .http(routes)))
        },
    ]

    private static let values: [ValueMatch] = [
        .present, .exact("a", ignoringCase: true), .exact("", ignoringCase: false), .prefix("b", ignoringCase: false),
        .prefix("", ignoringCase: false), .suffix("c", ignoringCase: true), .suffix("", ignoringCase: false),
        .contains("d", ignoringCase: true), .contains("", ignoringCase: false), .regex("e+"), .regex(""),
    ]

    private static let headers =
        values.map { HeaderMatch(name: "x-a", value: $0) }
        + [
            HeaderMatch(name: ":method", value: .exact("GET", ignoringCase: false)),
            HeaderMatch(
                name: "x-b", value: .exact("f", ignoringCase: false), isInverted: true, treatsMissingAsEmpty: true),
            HeaderMatch(name: "x-c", value: .present, isInverted: true),
        ]

    private static let parameters = values.map { QueryParameterMatch(name: "a", value: $0) }
}
