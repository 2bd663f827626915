import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct RouteActionsTests {
    private static func route(services: Int, redirects: Bool, responds: Bool) -> Contour.Route {
        var route = Contour.Route()
        route.services = Array(repeating: Contour.Service(), count: services)
        if redirects { route.requestRedirectPolicy = Contour.HTTPRequestRedirectPolicy() }
        if responds {
            route.directResponsePolicy = Contour.HTTPDirectResponsePolicy()
            route.directResponsePolicy?.statusCode = 200
        }
        return route
    }

    @Test func `a route has exactly one of services, redirect and direct response`() throws {
        let services = try RouteActions.answer(of: Self.route(services: 2, redirects: false, responds: false))
        #expect(services == nil)
        let redirect = try RouteActions.answer(of: Self.route(services: 0, redirects: true, responds: false))
        #expect(redirect == .redirect(Redirection(statusCode: 302)))
        let response = try RouteActions.answer(of: Self.route(services: 0, redirects: false, responds: true))
        #expect(response == .respond(DirectResponse(statusCode: 200)))
    }

    @Test(arguments: [(0, false, false), (1, true, false), (1, false, true), (0, true, true), (1, true, true)])
    func `none and several are refused`(services: Int, redirects: Bool, responds: Bool) {
        let found = refusal { () throws(Finding) in
            try RouteActions.answer(of: Self.route(services: services, redirects: redirects, responds: responds))
        }
        #expect(found == "RouteError/RouteActionCountNotValid")
    }

    private static func redirect(
        _ edit: (inout Contour.HTTPRequestRedirectPolicy) -> Void
    ) -> Contour.HTTPRequestRedirectPolicy {
        var policy = Contour.HTTPRequestRedirectPolicy()
        edit(&policy)
        return policy
    }

    static let redirects: [(Contour.HTTPRequestRedirectPolicy, Redirection)] = [
        (redirect { _ in }, Redirection()),
        (redirect { $0.scheme = "https" }, Redirection(scheme: "https")),
        (redirect { $0.hostname = "a-1.example.com" }, Redirection(hostname: "a-1.example.com")),
        (redirect { $0.port = 8443 }, Redirection(port: 8443)),
        (redirect { $0.statusCode = 301 }, Redirection(statusCode: 301)),
        (redirect { $0.statusCode = 303 }, Redirection(statusCode: 303)),
        (redirect { $0.statusCode = 308 }, Redirection(statusCode: 308)),
        (redirect { $0.path = "/b?c=d" }, Redirection(path: .full("/b?c=d"))),
        (redirect { $0.prefix = "/b" }, Redirection(path: .prefix("/b"))),
    ]

    @Test(arguments: redirects)
    func `a redirect says what changes; its status is 302 by default`(
        policy: Contour.HTTPRequestRedirectPolicy, expected: Redirection
    ) throws {
        let redirection = try Redirects.redirection(policy)
        #expect(redirection == expected)
    }

    static let wrongRedirects: [Contour.HTTPRequestRedirectPolicy] = [
        redirect {
            $0.path = "/a"
            $0.prefix = "/b"
        },
        redirect { $0.path = "a" },
        redirect { $0.path = "" },
        redirect { $0.prefix = "b" },
        redirect { $0.path = "/a\r\nX: 1" },
        redirect { $0.scheme = "ftp" },
        redirect { $0.hostname = "" },
        redirect { $0.hostname = "A.example" },
        redirect { $0.hostname = "*.example" },
        redirect { $0.hostname = "a..example" },
        redirect { $0.hostname = "-a.example" },
        redirect { $0.hostname = "a-.example" },
        redirect { $0.hostname = "a\r\nX" },
        redirect { $0.hostname = String(repeating: "a", count: 254) },
        redirect { $0.port = 0 },
        redirect { $0.port = 65_536 },
        redirect { $0.port = -1 },
        redirect { $0.statusCode = 200 },
        redirect { $0.statusCode = 304 },
    ]

    @Test(arguments: wrongRedirects.indices)
    func `a redirect that makes no URL is refused`(index: Int) {
        let policy = Self.wrongRedirects[index]
        let found = refusal { () throws(Finding) in try Redirects.redirection(policy) }
        #expect(found == "RouteError/RequestRedirectPolicy", "\(policy)")
    }

    static let responses: [(Int, Int, Bool)] = [
        (200, 0, true), (599, 1 << 20, true), (199, 0, false), (600, 0, false), (0, 0, false),
        (200, (1 << 20) + 1, false),
    ]

    @Test(arguments: responses)
    func `a direct response has a status of 200 to 599 and a body Envoy takes`(status: Int, length: Int, isTaken: Bool)
    {
        var policy = Contour.HTTPDirectResponsePolicy()
        policy.statusCode = status
        policy.body = String(repeating: "b", count: length)
        let response = try? DirectResponses.response(policy)
        #expect(response == (isTaken ? DirectResponse(statusCode: UInt32(status), body: policy.body) : nil))
    }
}
