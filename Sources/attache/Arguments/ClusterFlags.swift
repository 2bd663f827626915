import ArgumentParser
import Conventions
import ServeConfiguration

/// Where objects come from.
struct ClusterFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Directory of Kubernetes YAML or JSON files, which is followed in place of a cluster.",
            valueName: "directory"))
    var source: String?

    @Flag(inversion: .prefixedNo, help: "Use the service account of the pod this runs in. (default: no)")
    var incluster: Bool?

    @Option(
        help: ArgumentHelp(
            "Kubeconfig; an empty one means the pod's own cluster. (default: $KUBECONFIG, or ~/.kube/config)",
            valueName: "path"))
    var kubeconfig: String?

    @Option(help: ArgumentHelp("Requests a second to the API server at most; without it no limit.", valueName: "rate"))
    var kubernetesClientQPS: Double?

    @Option(help: ArgumentHelp("Requests at once beyond that rate.", valueName: "count"))
    var kubernetesClientBurst: Int?

    @Option(help: ArgumentHelp("Log what is asked of the API server, from 1.", valueName: "level"))
    var kubernetesDebug = 0

    @Option(
        help: ArgumentHelp("Namespaces to watch; without it all.", valueName: "namespace,..."))
    var watchNamespaces: String?

    @Option(
        help: ArgumentHelp(
            "Kinds of objects to do without; may be given several times.",
            valueName: "extensionservices|tlsroutes|grpcroutes|tcproutes|backendtlspolicies"))
    var disableFeature: [DisabledFeature] = []

    /// The namespaces to watch; none watches all.
    var namespaces: [String] { watchNamespaces.map(commaSeparated) ?? [] }

    /// Puts what was given in its place.
    func apply(to settings: inout ServeSettings.ClusterSettings) {
        if let incluster { settings.isInCluster = incluster }
        if let kubeconfig { settings.kubeconfig = kubeconfig }
        if let rate = kubernetesClientQPS, rate > 0 { settings.queriesPerSecond = rate }
        if let burst = kubernetesClientBurst, burst > 0 { settings.burst = burst }
    }

    func validate() throws {
        guard kubernetesDebug >= 0 else { throw ValidationError("--kubernetes-debug must be 0 or more") }
        if let rate = kubernetesClientQPS, !(rate >= 0 && rate.isFinite) {
            throw ValidationError("--kubernetes-client-qps must be 0 or more")
        }
        if let burst = kubernetesClientBurst, burst < 0 {
            throw ValidationError("--kubernetes-client-burst must be 0 or more")
        }
        if source != nil, incluster == true || kubeconfig != nil || watchNamespaces != nil {
            throw ValidationError("--source takes the place of a cluster; drop it, or the flags about the cluster")
        }
    }
}

/// Kinds of objects that can be done without. Those of the Gateway API are not read at all yet.
enum DisabledFeature: String, CaseIterable, ExpressibleByArgument {
    case extensionservices
    case tlsroutes
    case grpcroutes
    case tcproutes
    case backendtlspolicies
}
