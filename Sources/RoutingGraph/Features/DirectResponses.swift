package import KubernetesAPI

/// What Envoy answers itself, from `directResponsePolicy`.
package enum DirectResponses {
    /// The longest body, in bytes; Envoy refuses the whole route configuration for a longer one, see
    /// [`max_direct_response_body_size_bytes`](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route.proto).
    package static let longestBody = 1 << 20

    /// The answer.
    ///
    /// Throws `RouteError`, reason `DirectResponsePolicyNotValid`, for a status that is not 200 to 599 and for a body
    /// that is too long. `place` is the route.
    package static func response(
        _ policy: Contour.HTTPDirectResponsePolicy, at place: Place = ""
    ) throws(Finding) -> DirectResponse {
        func refusal(_ field: String, _ fault: String) -> Finding {
            Finding(
                .route, "DirectResponsePolicyNotValid", "\(place.field("directResponsePolicy").field(field)): \(fault)")
        }
        guard (200...599).contains(policy.statusCode) else {
            throw refusal("statusCode", "\(policy.statusCode) is not between 200 and 599")
        }
        guard policy.body.utf8.count <= longestBody else {
            throw refusal("body", "the body has \(policy.body.utf8.count) bytes; Envoy takes \(longestBody)")
        }
        return DirectResponse(statusCode: UInt32(clamping: policy.statusCode), body: policy.body)
    }
}
