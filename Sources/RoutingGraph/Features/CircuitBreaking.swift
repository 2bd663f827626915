package import KubernetesAPI

/// How much of everything may be under way at once to a Service, from its annotations.
package enum CircuitBreaking {
    /// The limits; a text that is no number, or zero, leaves Envoy's default, as in Contour.
    package static func limits(of service: Core.Service) -> CircuitBreakers {
        func limit(_ name: String) -> UInt32? {
            // Swift takes a plus sign, Go does not.
            guard let text = service.metadata.annotations["projectcontour.io/\(name)"], !text.hasPrefix("+"),
                let number = UInt32(text), number > 0
            else { return nil }
            return number
        }
        return CircuitBreakers(
            connections: limit("max-connections"), pendingRequests: limit("max-pending-requests"),
            requests: limit("max-requests"), retries: limit("max-retries"),
            connectionsPerHost: limit("per-host-max-connections"))
    }
}
