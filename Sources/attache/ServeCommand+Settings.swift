import ArgumentParser
import DurableFiles
import EnvoyTranslation
import KubernetesAPI
import RoutingGraph
import ServeConfiguration

extension ServeCommand {
    /// The largest configuration file that is read, in bytes.
    private static let fileLimit = 1 << 20

    /// The namespace this process runs in, as far as the environment says.
    static func namespace(in environment: EnvironmentVariables) -> String {
        environment["CONTOUR_NAMESPACE"] ?? "projectcontour"
    }

    /// What the file, the environment and the flags come to: defaults, then the file, then the environment, then flags.
    func settings(environment: EnvironmentVariables) throws -> ServeSettings {
        var settings = ServeSettings(namespace: Self.namespace(in: environment))
        if let path = file.configPath {
            let contents = try readFile(path, limit: Self.fileLimit)
            try ConfigurationFile.read(contents, name: path, into: &settings)
        }
        try security.apply(to: &settings.listen, environment: environment, isLocal: cluster.source != nil)
        // why: with an object Contour's default is another, for Envoys are in other pods; plain text is not opened to them
        // unasked.
        if file.contourConfigName != nil, listen.insecure != true { settings.listen.xds.address = "0.0.0.0" }
        listen.apply(to: &settings.listen)
        cluster.apply(to: &settings.cluster)
        settings.cluster = settings.cluster.resolved
        address.apply(to: &settings.address)
        envoy.apply(to: &settings.translation)
        objects.apply(to: &settings)
        if let debug { settings.isDebugging = debug }
        return settings
    }

    /// What flags and file say must not contradict itself.
    func checkContradictions(of settings: ServeSettings) throws {
        if let contradiction = settings.contradiction { throw ValidationError(contradiction) }
    }

    /// The namespaces that hold what settings name must be watched, else it would silently be missing.
    func checkNamespaces(of settings: ServeSettings) throws {
        let watched = cluster.namespaces
        guard !watched.isEmpty else { return }
        var named = settings.graph.rootNamespaces.map { ("--root-namespaces", $0) }
        if let certificate = settings.graph.clientCertificate {
            named.append(("tls.envoy-client-certificate", certificate.namespace))
        }
        for (what, namespace) in named where !watched.contains(namespace) {
            throw ValidationError(
                "\(what) names the namespace \(namespace), which is not watched; add it to --watch-namespaces")
        }
    }
}
