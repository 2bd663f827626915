import KubernetesAPI

/// What the [annotations](https://projectcontour.io/docs/main/config/annotations/) of an Ingress say about all of its
/// routes.
package struct IngressAnnotations: Sendable, Equatable {
    /// Whether plain HTTP is served; ``redirectsToHTTPS`` comes first.
    package var servesPlain: Bool

    /// Whether plain HTTP answers that the client is to come by https.
    package var redirectsToHTTPS: Bool

    /// The paths, as rules write them, on which connections may become websockets.
    package var websocketPaths: Set<String>

    /// How long a response may take.
    package var timeouts: RouteTimeouts

    /// Whether and how requests are tried again.
    package var retries: RetryPolicy?

    /// The least version of TLS, as it is written; empty for the operator's.
    package var minimumTLSVersion: String

    /// The greatest version of TLS, as it is written; empty for the operator's.
    package var maximumTLSVersion: String

    /// The namespace of the Secrets with certificates; nil for that of the Ingress.
    package var certificateNamespace: String?

    /// Reads the annotations. What is wrong or unknown is left out with a warning `SpecError`, reason `IgnoredField`.
    package init(_ annotations: [String: String], findings: inout Verdict) {
        redirectsToHTTPS = annotations["ingress.kubernetes.io/force-ssl-redirect"] == "true"
        servesPlain = redirectsToHTTPS || annotations["kubernetes.io/ingress.allow-http"] != "false"
        let paths = (annotations[Self.prefix + "websocket-routes"] ?? "").split(separator: ",")
        websocketPaths = Set(paths.map(\.trimmingSpaces))
        let response = annotations[Self.prefix + "response-timeout"].flatMap { $0.isEmpty ? nil : "response-timeout" }
        timeouts = RouteTimeouts(
            response: Self.timeout(response ?? "request-timeout", in: annotations, findings: &findings))
        retries = Self.retries(annotations, findings: &findings)
        minimumTLSVersion = annotations[Self.minimumTLSVersionName] ?? ""
        maximumTLSVersion = annotations[Self.maximumTLSVersionName] ?? ""
        certificateNamespace = annotations[Self.prefix + "tls-cert-namespace"]
        for name in annotations.keys.sorted() where name.hasPrefix(Self.prefix) && !Self.known.contains(name) {
            Self.ignore(name, "it is unknown for an Ingress; mind the spelling", &findings)
        }
    }

    /// The annotation with the least version of TLS.
    static let minimumTLSVersionName = prefix + "tls-minimum-protocol-version"

    /// The annotation with the greatest version of TLS.
    static let maximumTLSVersionName = prefix + "tls-maximum-protocol-version"

    private static let prefix = "projectcontour.io/"

    private static let known: Set<String> = Set(
        [
            "ingress.class", "response-timeout", "request-timeout", "retry-on", "num-retries", "per-try-timeout",
            "tls-minimum-protocol-version", "tls-maximum-protocol-version", "tls-cert-namespace", "websocket-routes",
        ].map { prefix + $0 })

    private static func timeout(
        _ name: String, in annotations: [String: String], findings: inout Verdict
    ) -> TimeoutSetting {
        let text = annotations[prefix + name] ?? ""
        do {
            return try Timeouts.setting(text)
        } catch {
            ignore(
                prefix + name, "\(FoundValue.quote(text, limit: 100)) is not a limit of time: \(error), or infinity",
                &findings)
            return .unset
        }
    }

    private static func retries(_ annotations: [String: String], findings: inout Verdict) -> RetryPolicy? {
        guard let conditions = annotations[prefix + "retry-on"], !conditions.isEmpty else { return nil }
        var count: UInt32 = 1
        if let text = annotations[prefix + "num-retries"] {
            switch Int32(text) {
            case .some(-1): count = 0
            case let number?: count = UInt32(max(number, 1))
            case nil:
                ignore(
                    prefix + "num-retries", "\(FoundValue.quote(text, limit: 100)) is not a whole number", &findings)
            }
        }
        var limit = timeout("per-try-timeout", in: annotations, findings: &findings)
        if limit == .disabled { limit = .unset }
        return RetryPolicy(retryOn: conditions, count: count, perTryTimeout: limit)
    }

    private static func ignore(_ name: String, _ fault: String, _ findings: inout Verdict) {
        findings.warnings.append(
            Finding(.spec, "IgnoredField", "annotation \(FoundValue.quote(name, limit: 100)) is left out: \(fault)"))
    }
}
