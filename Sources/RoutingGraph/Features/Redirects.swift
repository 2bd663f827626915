package import KubernetesAPI

/// Where a client is sent, from `requestRedirectPolicy`.
package enum Redirects {
    private static let statusCodes: Set<Int> = [301, 302, 303, 307, 308]

    /// The redirection; the status is 302 unless the policy says otherwise.
    ///
    /// Throws `RouteError`, reason `RequestRedirectPolicy`, for both a path and a prefix, and for values Envoy would
    /// refuse or that make no URL. `place` is the route.
    package static func redirection(
        _ policy: Contour.HTTPRequestRedirectPolicy, at place: Place = ""
    ) throws(Finding) -> Redirection {
        let place = place.field("requestRedirectPolicy")
        func refusal(_ field: String, _ fault: String) -> Finding {
            Finding(.route, "RequestRedirectPolicy", "\(place.field(field)): \(fault)")
        }
        var redirection = Redirection()
        if let scheme = policy.scheme {
            guard scheme == "http" || scheme == "https" else { throw refusal("scheme", "write http or https") }
            redirection.scheme = scheme
        }
        if let hostname = policy.hostname {
            guard isHostname(hostname) else {
                throw refusal("hostname", "\(FoundValue.quote(hostname, limit: 100)) is not a lower-case DNS name")
            }
            redirection.hostname = hostname
        }
        if let port = policy.port {
            guard (1...65_535).contains(port) else { throw refusal("port", "\(port) is not between 1 and 65535") }
            redirection.port = UInt32(clamping: port)
        }
        if let statusCode = policy.statusCode {
            guard statusCodes.contains(statusCode) else {
                throw refusal("statusCode", "\(statusCode) is not one of 301, 302, 303, 307 and 308")
            }
            redirection.statusCode = UInt32(clamping: statusCode)
        }
        guard policy.path == nil || policy.prefix == nil else {
            throw refusal("path", "path replaces all of the path and prefix a part; leave one")
        }
        for (field, text) in [("path", policy.path), ("prefix", policy.prefix)] {
            guard let text else { continue }
            guard text.utf8.first == UInt8(ascii: "/"), HeaderText.isValue(text) else {
                throw refusal(
                    field, "\(FoundValue.quote(text, limit: 100)) must begin with / and hold no control character")
            }
        }
        redirection.path = policy.path.map { .full($0) } ?? policy.prefix.map { .prefix($0) }
        return redirection
    }

    /// Whether the text is a host as the CRD has it: labels of lower-case letters, digits and inner hyphens.
    private static func isHostname(_ text: String) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            let hyphen = UInt8(ascii: "-")
            return !label.isEmpty && label.first != hyphen && label.last != hyphen
                && label.allSatisfy { byte in
                    byte == hyphen
                        || HeaderText.isLetterOrDigit(byte)
                            && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                }
        }
    }
}
