/// Route configurations.
extension Envoy {
    /// The message `envoy.config.route.v3.RouteConfiguration`.
    package typealias RouteConfiguration = Envoy_Config_Route_V3_RouteConfiguration
    /// The message `envoy.config.route.v3.Vhds`.
    package typealias VHDS = Envoy_Config_Route_V3_Vhds
    /// The message `envoy.config.route.v3.VirtualHost`.
    package typealias VirtualHost = Envoy_Config_Route_V3_VirtualHost
    /// The message `envoy.config.route.v3.Route`.
    package typealias Route = Envoy_Config_Route_V3_Route
    /// The message `envoy.config.route.v3.RouteMatch`.
    package typealias RouteMatch = Envoy_Config_Route_V3_RouteMatch
    /// The message `envoy.config.route.v3.HeaderMatcher`.
    package typealias HeaderMatcher = Envoy_Config_Route_V3_HeaderMatcher
    /// The message `envoy.config.route.v3.QueryParameterMatcher`.
    package typealias QueryParameterMatcher = Envoy_Config_Route_V3_QueryParameterMatcher
    /// The message `envoy.config.route.v3.RouteAction`.
    package typealias RouteAction = Envoy_Config_Route_V3_RouteAction
    /// The message `envoy.config.route.v3.WeightedCluster`.
    package typealias WeightedCluster = Envoy_Config_Route_V3_WeightedCluster
    /// The message `envoy.config.route.v3.RedirectAction`.
    package typealias RedirectAction = Envoy_Config_Route_V3_RedirectAction
    /// The message `envoy.config.route.v3.DirectResponseAction`.
    package typealias DirectResponseAction = Envoy_Config_Route_V3_DirectResponseAction
    /// The message `envoy.config.route.v3.RetryPolicy`.
    package typealias RetryPolicy = Envoy_Config_Route_V3_RetryPolicy
    /// The message `envoy.config.route.v3.RateLimit`.
    package typealias RateLimit = Envoy_Config_Route_V3_RateLimit
    /// The message `envoy.config.route.v3.InternalRedirectPolicy`.
    package typealias InternalRedirectPolicy = Envoy_Config_Route_V3_InternalRedirectPolicy
    /// The message `envoy.extensions.internal_redirect.previous_routes.v3.PreviousRoutesConfig`.
    package typealias PreviousRoutesConfig = Envoy_Extensions_InternalRedirect_PreviousRoutes_V3_PreviousRoutesConfig
    /// The message `envoy.extensions.internal_redirect.safe_cross_scheme.v3.SafeCrossSchemeConfig`.
    package typealias SafeCrossSchemeConfig = Envoy_Extensions_InternalRedirect_SafeCrossScheme_V3_SafeCrossSchemeConfig
}
