package import KubernetesAPI

/// Where a header policy stands: what it may do, what its variables mean and how its mistakes are called.
package struct HeaderContext: Sendable {
    /// Whose headers are changed.
    package enum Subject: Sendable {
        /// Those of all requests of a route; `Host` may be rewritten.
        case routeRequests
        /// Those of all responses of a route.
        case routeResponses
        /// Those of requests to one service; `Host` may be rewritten to a name.
        case serviceRequests
        /// Those of the responses of one service.
        case serviceResponses
    }

    /// Whose headers are changed.
    package var subject: Subject

    /// What `%CONTOUR_…%` stands for, by name without percent signs; others are sent as they are written.
    package var variables: [String: String]

    /// Where the policy stands.
    package var place: Place

    /// The policy `requestHeadersPolicy` of a route; `place` is the route.
    package static func requests(of route: Contour.Route, in namespace: String, at place: Place = "") -> HeaderContext {
        HeaderContext(
            subject: .routeRequests, variables: variables(of: onlyService(of: route), in: namespace),
            place: place.field("requestHeadersPolicy"))
    }

    /// The policy `responseHeadersPolicy` of a route; `place` is the route.
    package static func responses(
        of route: Contour.Route, in namespace: String, at place: Place = ""
    ) -> HeaderContext {
        HeaderContext(
            subject: .routeResponses, variables: variables(of: onlyService(of: route), in: namespace),
            place: place.field("responseHeadersPolicy"))
    }

    /// The policy `requestHeadersPolicy` of a service; `place` is the service.
    package static func requests(
        to service: Contour.Service, in namespace: String, at place: Place = ""
    ) -> HeaderContext {
        HeaderContext(
            subject: .serviceRequests, variables: variables(of: service, in: namespace),
            place: place.field("requestHeadersPolicy"))
    }

    /// The policy `responseHeadersPolicy` of a service; `place` is the service.
    package static func responses(
        of service: Contour.Service, in namespace: String, at place: Place = ""
    ) -> HeaderContext {
        HeaderContext(
            subject: .serviceResponses, variables: variables(of: service, in: namespace),
            place: place.field("responseHeadersPolicy"))
    }

    /// The service that answers every request of a route; nil if there are several, or none.
    private static func onlyService(of route: Contour.Route) -> Contour.Service? {
        let services = route.services.lazy.filter { !$0.mirror }
        return services.dropFirst().first == nil ? services.first : nil
    }

    private static func variables(of service: Contour.Service?, in namespace: String) -> [String: String] {
        var variables = ["CONTOUR_NAMESPACE": namespace]
        if let service {
            variables["CONTOUR_SERVICE_NAME"] = service.name
            variables["CONTOUR_SERVICE_PORT"] = String(service.port)
        }
        return variables
    }

    /// A mistake in the policy, in Contour's words for its place.
    func refusal(_ field: String, _ fault: String) -> Finding {
        let message = "\(place.field(field)): \(fault)"
        return switch subject {
        case .routeRequests: Finding(.route, "RequestHeadersPolicyInvalid", message)
        case .routeResponses: Finding(.route, "ResponseHeaderPolicyInvalid", message)
        case .serviceRequests: Finding(.service, "RequestHeadersPolicyInvalid", message)
        case .serviceResponses: Finding(.service, "ResponseHeadersPolicyInvalid", message)
        }
    }
}
