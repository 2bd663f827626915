/// What `certgen` is asked for.
package struct GenerationOptions: Sendable, Equatable {
    /// Where certificates are written.
    package enum Output: Sendable, CaseIterable {
        /// PEM files.
        case pem
        /// Files with a Secret each.
        case yaml
        /// Secrets of an API server.
        case cluster
    }

    /// Where certificates are written.
    package var outputs: [Output]
    /// The namespace of the services and of the Secrets.
    package var namespace: String
    /// For how long certificates hold.
    package var lifetime = CertificateLifetime.year
    /// The directory of files.
    package var directory = "certs"
    /// Whether what exists is replaced.
    package var overwrites = false
    /// How certificates are divided into Secrets.
    package var format = SecretsFormat.legacy
    /// What is appended to the name of each Secret.
    package var suffix = ""
    /// When given, what exists is left alone as long as it holds for longer than this, and replaced otherwise.
    package var renewBefore: Duration?
    /// How long pods get to read new authorities of a cluster before certificates signed by them appear.
    ///
    /// The kubelet looks at mounted Secrets about once a minute.
    /// https://kubernetes.io/docs/concepts/configuration/secret/#mounted-secrets-are-updated-automatically
    package var announcement = Duration.seconds(180)

    /// Certificates of a namespace, written as Contour does.
    package init(outputs: [Output], namespace: String) {
        self.outputs = outputs
        self.namespace = namespace
    }
}
