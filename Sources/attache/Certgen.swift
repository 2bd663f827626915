import ArgumentParser
import Certificates
import DurableFiles
import Glibc
import KubernetesClient
import ServeConfiguration

/// `attache certgen`: the certificates by which Envoys and the control plane know each other.
struct CertgenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certgen",
        abstract: "Make the certificates by which Envoys and the control plane know each other.",
        discussion: """
            Makes an authority and certificates for the services contour and envoy of a namespace, and forgets the \
            authority's key. Only --kube needs a cluster. Run it regularly with --renew-before, and certificates never \
            expire; --kube then also needs the permission to get Secrets.
            """)

    @OptionGroup var flags: CertgenFlags

    func run() async throws {
        guard flags.isAskedForOutput else {
            // why: no failure, as in Contour: whoever asks for nothing gets it.
            Complaint(command: "certgen", format: flags.logFormat)
                .warn("there is nothing to write; give --pem, --yaml or --kube")
            return
        }
        let generation = CertificateGeneration(
            try flags.options(environment: .process), store: flags.kube ? try store() : nil, now: Int64(time(nil)),
            pause: { try await Task.sleep(for: $0) },
            report: { line in try? StandardStream.output.write(Array((line + "\n").utf8)) })
        try await generation.run()
    }

    /// The Secrets of the cluster that the flags name.
    private func store() throws -> any SecretStore {
        var cluster = ServeSettings.ClusterSettings()
        cluster.isInCluster = flags.incluster
        cluster.kubeconfig = flags.kubeconfig
        return SecretsAtServer(client: try APIClient.ofCluster(cluster.resolved))
    }
}
