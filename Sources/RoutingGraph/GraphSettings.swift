package import KubernetesAPI

/// What the graph needs to know besides objects; the defaults are Contour's.
package struct GraphSettings: Sendable, Equatable {
    /// Namespaces that may hold root HTTPProxies; none allows all (`--root-namespaces`).
    package var rootNamespaces: [String]

    /// What becomes of a host that several root HTTPProxies name (`--duplicate-vhost`).
    package var duplicateHosts: DuplicateHosts

    /// What becomes of an HTTPProxy of which a route is wrong (`--invalid-route`).
    package var invalidRoutes: InvalidRoutes

    /// Whether `permitInsecure` is ignored, so that hosts with TLS never answer in plain text.
    package var disablesPermitInsecure: Bool

    /// Whether Services of type ExternalName may be used; they can lead to any address, so they are off by default.
    package var allowsExternalNames: Bool

    /// The range of TLS versions; a host may narrow it.
    package var minimumTLSVersion: TLSVersion

    /// The greatest TLS version.
    package var maximumTLSVersion: TLSVersion

    /// The Secret with the certificate Envoy shows to backends.
    package var clientCertificate: NamespacedName?

    /// Settings; by default Contour's but for duplicate hosts and wrong routes.
    package init(
        rootNamespaces: [String] = [], duplicateHosts: DuplicateHosts = .oldestWins,
        invalidRoutes: InvalidRoutes = .answer500, disablesPermitInsecure: Bool = false,
        allowsExternalNames: Bool = false, minimumTLSVersion: TLSVersion = .tls12,
        maximumTLSVersion: TLSVersion = .tls13, clientCertificate: NamespacedName? = nil
    ) {
        self.rootNamespaces = rootNamespaces
        self.duplicateHosts = duplicateHosts
        self.invalidRoutes = invalidRoutes
        self.disablesPermitInsecure = disablesPermitInsecure
        self.allowsExternalNames = allowsExternalNames
        self.minimumTLSVersion = minimumTLSVersion
        self.maximumTLSVersion = maximumTLSVersion
        self.clientCertificate = clientCertificate
    }
}

/// What becomes of a host that several root HTTPProxies name.
package enum DuplicateHosts: String, Sendable, CaseIterable {
    /// The oldest keeps it, the younger are invalid: nobody can take another's host down.
    case oldestWins = "oldest-wins"
    /// All are invalid and the host is not served, as in Contour.
    case invalidateAll = "invalidate-all"
}

/// What becomes of an HTTPProxy of which a route is wrong.
package enum InvalidRoutes: String, Sendable, CaseIterable {
    /// The route answers 500, the others work.
    case answer500 = "answer-500"
    /// All routes of the object and of what it includes are left out, as in Contour.
    case dropObject = "drop-object"
}
