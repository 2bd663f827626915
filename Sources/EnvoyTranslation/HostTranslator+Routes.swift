import EnvoyAPI
import RoutingGraph

extension HostTranslator {
    /// The routes of one name on one listener.
    ///
    /// See [virtual hosts](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-virtualhost).
    func virtualHost(_ host: VirtualHost, needs: inout HostNeeds) -> Envoy.VirtualHost {
        let isOneLabelWildcard = host.matchesOneLabel && host.name.hasPrefix("*.")
        let authority = isOneLabelWildcard ? Envoy.HeaderMatcher(oneLabelBefore: host.name) : nil
        var message = Envoy.VirtualHost()
        message.name = HashedName.of([host.name])
        message.domains = [host.name]
        var routes: [Envoy.Route] = []
        routes.reserveCapacity(host.routes.count)
        for route in host.routes { routes.append(self.route(route, authority: authority, needs: &needs)) }
        message.routes = routes
        if let policy = host.crossOrigin {
            message.typedPerFilterConfig = [
                ExtensionName.crossOrigin: Envoy.AnyMessage(packing: Envoy.CORSPolicy(policy))
            ]
        }
        return message
    }

    /// A match and what becomes of the requests it takes.
    private func route(_ route: Route, authority: Envoy.HeaderMatcher?, needs: inout HostNeeds) -> Envoy.Route {
        var message = Envoy.Route()
        message.match = Envoy.RouteMatch(route.match, authority: authority)
        if settings.accessLog.showsOrigins { message.metadata = Envoy.Metadata(origin: route.origin) }
        message.applyHeaders(request: route.requestHeaders, response: route.responseHeaders)
        switch route.action {
        case .forward(let forwarding): message.action = action(forwarding, needs: &needs)
        case .redirect(let redirection): message.redirect = Envoy.RedirectAction(redirection)
        case .respond(let response): message.directResponse = Envoy.DirectResponseAction(response)
        }
        return message
    }

    /// How requests reach backends; without any, they are answered 503.
    private func action(_ forwarding: Forwarding, needs: inout HostNeeds) -> Envoy.Route.OneOf_Action {
        guard !forwarding.destinations.isEmpty else {
            return .directResponse(Envoy.DirectResponseAction(DirectResponse(statusCode: 503)))
        }
        var action = Envoy.RouteAction()
        action.apply(named(forwarding.destinations, needs: &needs))
        action.apply(forwarding.timeouts)
        if let retries = forwarding.retries { action.retryPolicy = Envoy.RetryPolicy(retries) }
        if let rewrite = forwarding.pathRewrite { action.apply(rewrite) }
        if let rewrite = forwarding.hostRewrite { action.apply(rewrite) }
        if let mirror = forwarding.mirror {
            let name = needs.require(mirror.cluster, translator: self)
            action.requestMirrorPolicies = [Envoy.RouteAction.RequestMirrorPolicy(mirror, cluster: name)]
        }
        if forwarding.allowsWebsockets { action.upgradeConfigs = [.websocket] }
        if !forwarding.hashing.isEmpty {
            action.hashPolicy = forwarding.hashing.compactMap(Envoy.RouteAction.HashPolicy.init)
        }
        if let redirects = forwarding.internalRedirects {
            action.internalRedirectPolicy = Envoy.InternalRedirectPolicy(redirects)
        }
        return .route(action)
    }

    /// The destinations with their clusters' names, in the order and with the weights they are sent with.
    func named(_ destinations: [Destination], needs: inout HostNeeds) -> [NamedDestination] {
        var named: [(name: String, destination: Destination)] = []
        named.reserveCapacity(destinations.count)
        for destination in destinations {
            named.append((needs.require(destination.cluster, translator: self), destination))
        }
        return NamedDestination.ordered(named)
    }
}
