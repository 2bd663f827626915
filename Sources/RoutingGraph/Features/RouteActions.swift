package import KubernetesAPI

/// What becomes of a route's requests: exactly one of services, redirect and direct response.
package enum RouteActions {
    /// The answer Envoy gives itself, a redirection or a direct response; nil if the route has services.
    ///
    /// Throws `RouteError` with the reason `RouteActionCountNotValid`, or what ``Redirects`` and ``DirectResponses``
    /// throw. `place` is the route.
    package static func answer(of route: Contour.Route, at place: Place = "") throws(Finding) -> RouteAction? {
        switch (route.services.isEmpty, route.requestRedirectPolicy, route.directResponsePolicy) {
        case (false, nil, nil): return nil
        case (true, let policy?, nil): return .redirect(try Redirects.redirection(policy, at: place))
        case (true, nil, let policy?): return .respond(try DirectResponses.response(policy, at: place))
        default:
            let here = place.description.isEmpty ? "the route" : place.description
            throw Finding(
                .route, "RouteActionCountNotValid",
                "\(here): set exactly one of services, requestRedirectPolicy and directResponsePolicy")
        }
    }
}
