import FoundationEssentials

extension Access {
    /// The way that flags name: that of the pod's cluster with `--incluster`, or with an empty `--kubeconfig`; else that of
    /// a kubeconfig, which is `$KUBECONFIG` (several files with colons between them) or `$HOME/.kube/config` where no flag
    /// names one.
    ///
    /// - Parameters:
    ///   - kubeconfig: The file; nil without the flag.
    ///   - context: The context of it; nil for the current one.
    ///   - inCluster: Whether the pod's own cluster is meant.
    ///   - environment: The variables of this process.
    package static func named(
        kubeconfig: String? = nil, context: String? = nil, inCluster: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(AccessError) -> any AccessProvider {
        if inCluster || kubeconfig == "" { return try InClusterAccess(environment: environment) }
        let paths: [String]
        if let kubeconfig { paths = [kubeconfig] } else { paths = try defaultPaths(environment) }
        return try KubeconfigAccess(try Kubeconfig.read(paths), context: context)
    }

    private static func defaultPaths(_ environment: [String: String]) throws(AccessError) -> [String] {
        let listed = (environment["KUBECONFIG"] ?? "").split(separator: ":").map(String.init)
        if !listed.isEmpty { return listed }
        if let home = environment["HOME"], !home.isEmpty { return ["\(home)/.kube/config"] }
        throw AccessError(
            place: "--kubeconfig",
            message: "there is no HOME to look for .kube/config in; name the file, or say --incluster inside a pod")
    }
}
