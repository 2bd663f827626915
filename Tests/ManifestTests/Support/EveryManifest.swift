import Yams

/// The manifests, each with the model of what is in it.
enum EveryManifest {
    /// The files whose every key is known to a model. Definitions of kinds have tests of their own.
    static let names =
        EnvoyForm.allCases.map(\.rawValue) + [
            "00-namespace.yaml", "02-rbac.yaml", "03-control-plane.yaml", "05-envoy-service.yaml",
            "06-network-policy.yaml", "beside/kustomization.yaml", "kustomization.yaml",
            "monitoring/kustomization.yaml",
            "monitoring/pod-monitors.yaml", "monitoring/prometheus-rules.yaml", "namespaced/kustomization.yaml",
            "namespaced/own-namespace.yaml", "namespaced/watched-namespaces.yaml",
        ]

    /// The files that are something else.
    static let others = ["01-crds.yaml", "monitoring/grafana-dashboard.json"]

    /// Keys of a document that no rule can have looked at.
    static func unknownKeys(in node: Node) throws -> [String] {
        switch node["kind"]?.string {
        case "DaemonSet", "Deployment": try Documents.unknownKeys(Workload.self, in: node)
        case "Job": try Documents.unknownKeys(JobObject.self, in: node)
        case "ConfigMap": try Documents.unknownKeys(ConfigMapObject.self, in: node)
        case "Service": try Documents.unknownKeys(ServiceObject.self, in: node)
        case "PodDisruptionBudget": try Documents.unknownKeys(DisruptionBudget.self, in: node)
        case "NetworkPolicy": try Documents.unknownKeys(NetworkPolicyObject.self, in: node)
        case "Role", "ClusterRole": try Documents.unknownKeys(RoleObject.self, in: node)
        case "RoleBinding", "ClusterRoleBinding": try Documents.unknownKeys(BindingObject.self, in: node)
        case "PodMonitor": try Documents.unknownKeys(PodMonitorObject.self, in: node)
        case "PrometheusRule": try Documents.unknownKeys(PrometheusRuleObject.self, in: node)
        case "Kustomization": try Documents.unknownKeys(Kustomization.self, in: node)
        case "Namespace", "ServiceAccount": try Documents.unknownKeys(PlainObject.self, in: node)
        case let kind: throw Missing(description: "a model of the kind \(kind ?? "(none)")")
        }
    }
}
