package import EnvoyTranslation
package import KubernetesAPI
package import RoutingGraph

/// Everything `attache serve` can be told, whoever told it: the defaults, then a file or an object, then flags.
package struct ServeSettings: Sendable, Equatable {
    /// How the API server is reached.
    package var cluster = ClusterSettings()

    /// Which hosts and routes there are.
    package var graph = GraphSettings()

    /// The accepted classes of Ingress and HTTPProxy; none accepts objects without class and those of class `contour`.
    package var classNames: [String] = []

    /// What Envoy is sent.
    package var translation = TranslationSettings()

    /// Where this process listens.
    package var listen = ListenSettings()

    /// Where the addresses in the status of Ingresses come from.
    package var address: AddressSettings

    /// Whether is logged what is done, not only what is wrong.
    package var isDebugging = false

    /// Contour's defaults; `namespace` is where this process runs.
    package init(namespace: String) {
        address = AddressSettings(service: NamespacedName(namespace: namespace, name: "envoy"))
    }

    /// How the API server is reached.
    package struct ClusterSettings: Sendable, Equatable {
        /// Whether this process runs in the cluster, as a pod with a service account.
        package var isInCluster = false
        /// The kubeconfig otherwise; nil for the one kubectl would use. One without a name, as templates give it, stands for
        /// none: as in Contour, this process is in the cluster then.
        package var kubeconfig: String?
        /// How many requests a second at most; nil for as many as there are.
        package var queriesPerSecond: Double?
        /// How many requests at once beyond that.
        package var burst: Int?

        /// The cluster kubectl would use.
        package init() {}

        /// The same with what a kubeconfig without a name means.
        package var resolved: ClusterSettings {
            guard kubeconfig == "" else { return self }
            var settings = self
            settings.kubeconfig = nil
            settings.isInCluster = true
            return settings
        }
    }

    /// Where this process listens.
    package struct ListenSettings: Sendable, Equatable {
        /// For Envoys.
        package var xds = BindAddress(address: "127.0.0.1", port: 8001)
        /// With what it proves itself to Envoys; nil where nobody named a file.
        package var security: SecurityFiles?
        /// Whether plain text to Envoys is meant.
        package var isInsecure = false
        /// For `/metrics`.
        package var metrics = BindAddress(port: 8000)
        /// For `/healthz`.
        package var health = BindAddress(port: 8000)
        /// For the debug pages.
        package var debug = BindAddress(address: "127.0.0.1", port: 6060)
    }

    /// The files of mutual TLS, as PEM.
    package struct SecurityFiles: Sendable, Equatable {
        /// Authorities of Envoys' certificates.
        package var authorities: String
        /// The server's certificate.
        package var certificate: String
        /// Its key.
        package var key: String

        /// These files.
        package init(authorities: String, certificate: String, key: String) {
            self.authorities = authorities
            self.certificate = certificate
            self.key = key
        }

        /// Where Contour's manifests mount the files; each holds where no other is named.
        package static let mounted = SecurityFiles(
            authorities: "/certs/ca.crt", certificate: "/certs/tls.crt", key: "/certs/tls.key")
    }

    /// What contradicts itself in what file and flags say together; nil without a contradiction.
    package var contradiction: String? {
        let inspection = translation.inspection
        guard let limited = inspection.limitedHealth,
            limited == inspection.health || limited == inspection.statistics
        else { return nil }
        return
            "omEnforcedHealthListener has port \(limited.port), where Envoy's readiness and statistics are; give it another"
    }

    /// Where the addresses in the status of Ingresses come from.
    package struct AddressSettings: Sendable, Equatable {
        /// The addresses themselves; if there are any, they win over the Service.
        package var fixed: [String] = []
        /// The Service whose load balancer's addresses are published.
        package var service: NamespacedName
    }
}
