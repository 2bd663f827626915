/// A kind of object the API server knows, and how it treats it.
package struct APIResource: Sendable, Hashable {
    /// The API group; empty for the core.
    package var group: String
    /// The version.
    package var version: String
    /// The name in paths.
    package var plural: String
    /// The name in objects.
    package var kind: String
    /// Whether its objects live in namespaces.
    package var isNamespaced = true
    /// Whether `…/status` exists, and with it the rule that only it changes the status.
    package var hasStatus = false
    /// Whether `metadata.generation` counts the changes of what is not status.
    package var hasGeneration = false
    /// Whether a CustomResourceDefinition made it: no unconditional PUT, and items of lists name their kind.
    package var isCustom = false
    /// Whether a PUT may leave out the resource version.
    package var allowsUnconditionalUpdate = true
    /// Lists that are merged by key, by path (`status.conditions`), with the names of the keys; others are atomic.
    package var keyedLists: [String: [String]] = [:]

    /// `group/version`, or the version alone.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// `plural.group` as messages name it.
    package var qualifiedName: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// `Kind.group` as messages of invalid objects name it.
    package var qualifiedKind: String { group.isEmpty ? kind : "\(kind).\(group)" }

    /// A custom resource with a status, whose conditions are merged by type.
    package static func custom(
        _ plural: String, kind: String, group: String = "projectcontour.io", version: String, hasStatus: Bool = true
    ) -> APIResource {
        APIResource(
            group: group, version: version, plural: plural, kind: kind, hasStatus: hasStatus, hasGeneration: true,
            isCustom: true, allowsUnconditionalUpdate: false, keyedLists: ["status.conditions": ["type"]])
    }
}

extension APIResource {
    /// What every cluster has.
    package static let builtIn: [APIResource] = core + grouped

    private static let core: [APIResource] = [
        core("namespaces", "Namespace", isNamespaced: false),
        core("nodes", "Node", isNamespaced: false),
        core("services", "Service", hasStatus: true),
        core("secrets", "Secret"), core("configmaps", "ConfigMap"), core("events", "Event"), core("pods", "Pod"),
        core("serviceaccounts", "ServiceAccount"),
    ]

    private static let grouped: [APIResource] = [
        APIResource(
            group: "networking.k8s.io", version: "v1", plural: "ingresses", kind: "Ingress", hasStatus: true,
            hasGeneration: true),
        APIResource(
            group: "networking.k8s.io", version: "v1", plural: "ingressclasses", kind: "IngressClass",
            isNamespaced: false, hasGeneration: true),
        APIResource(
            group: "networking.k8s.io", version: "v1", plural: "networkpolicies", kind: "NetworkPolicy",
            hasGeneration: true),
        APIResource(
            group: "discovery.k8s.io", version: "v1", plural: "endpointslices", kind: "EndpointSlice",
            hasGeneration: true),
        APIResource(
            group: "coordination.k8s.io", version: "v1", plural: "leases", kind: "Lease",
            allowsUnconditionalUpdate: false),
        APIResource(group: "events.k8s.io", version: "v1", plural: "events", kind: "Event"),
        APIResource(
            group: "apps", version: "v1", plural: "deployments", kind: "Deployment", hasStatus: true,
            hasGeneration: true),
        APIResource(
            group: "apps", version: "v1", plural: "daemonsets", kind: "DaemonSet", hasStatus: true, hasGeneration: true),
        APIResource(
            group: "batch", version: "v1", plural: "jobs", kind: "Job", hasStatus: true, hasGeneration: true),
        APIResource(
            group: "policy", version: "v1", plural: "poddisruptionbudgets", kind: "PodDisruptionBudget",
            hasStatus: true, hasGeneration: true),
        role("roles", "Role"), role("rolebindings", "RoleBinding"),
        role("clusterroles", "ClusterRole", isNamespaced: false),
        role("clusterrolebindings", "ClusterRoleBinding", isNamespaced: false),
        APIResource(
            group: "apiextensions.k8s.io", version: "v1", plural: "customresourcedefinitions",
            kind: "CustomResourceDefinition", isNamespaced: false, hasStatus: true, hasGeneration: true),
    ]

    /// What Contour's CustomResourceDefinitions add.
    package static let contour: [APIResource] = [
        custom("httpproxies", kind: "HTTPProxy", version: "v1"),
        custom("tlscertificatedelegations", kind: "TLSCertificateDelegation", version: "v1"),
        custom("extensionservices", kind: "ExtensionService", version: "v1alpha1"),
        custom("contourconfigurations", kind: "ContourConfiguration", version: "v1alpha1"),
        custom("contourdeployments", kind: "ContourDeployment", version: "v1alpha1"),
    ]

    private static func core(
        _ plural: String, _ kind: String, isNamespaced: Bool = true, hasStatus: Bool = false
    ) -> APIResource {
        APIResource(
            group: "", version: "v1", plural: plural, kind: kind, isNamespaced: isNamespaced, hasStatus: hasStatus,
            keyedLists: plural == "services"
                ? ["spec.ports": ["port", "protocol"], "status.conditions": ["type"]]
                : ["status.conditions": ["type"]])
    }

    private static func role(_ plural: String, _ kind: String, isNamespaced: Bool = true) -> APIResource {
        APIResource(
            group: "rbac.authorization.k8s.io", version: "v1", plural: plural, kind: kind, isNamespaced: isNamespaced)
    }
}

extension APIResource {
    /// The resource that a CustomResourceDefinition describes: its storage version.
    init?(definition: JSONValue) {
        guard let spec = definition.member("spec"), let group = spec.member("group")?.string,
            let plural = spec.at("names", "plural")?.string, let kind = spec.at("names", "kind")?.string
        else { return nil }
        let versions = spec.member("versions")?.elements ?? []
        let stored = versions.first { $0.member("storage") == .bool(true) } ?? versions.first
        guard let stored, let version = stored.member("name")?.string else { return nil }
        self = .custom(
            plural, kind: kind, group: group, version: version, hasStatus: stored.at("subresources", "status") != nil)
        isNamespaced = spec.member("scope")?.string != "Cluster"
    }

    /// A CustomResourceDefinition that describes this.
    var definition: JSONValue {
        [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": .string("\(plural).\(group)")],
            "spec": [
                "group": .string(group), "scope": isNamespaced ? "Namespaced" : "Cluster",
                "names": ["plural": .string(plural), "kind": .string(kind)],
                "versions": [
                    [
                        "name": .string(version), "served": true, "storage": true,
                        "subresources": hasStatus ? ["status": [:]] : [:],
                    ]
                ],
            ],
        ]
    }
}
