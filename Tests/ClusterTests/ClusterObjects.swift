import TestKit

/// Objects of the clusters of these tests, as YAML.
enum ClusterObjects {
    /// An HTTPProxy that routes everything of a host to a Service.
    static func proxy(_ name: String, host: String? = nil, service: String = "echo", namespace: String = "default")
        -> String
    {
        Manifests.httpProxy(
            name, namespace: namespace,
            """
            virtualhost: {fqdn: \(host ?? "\(name).test")}
            routes: [{services: [{name: \(service), port: 80}]}]
            """)
    }

    /// An Ingress that routes everything of a host to the Service `echo`.
    static func ingress(_ name: String, namespace: String = "default", className: String? = nil) -> String {
        Manifests.ingress(
            name, namespace: namespace,
            (className.map { "ingressClassName: \($0)\n" } ?? "")
                + """
                rules:
                - host: \(name).\(namespace).test
                  http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: echo, port: {number: 80}}}}]}
                """)
    }

    /// The Service of Envoy, of a type, with these addresses.
    static func envoy(
        _ addresses: [String] = [], type: String = "LoadBalancer", namespace: String = "projectcontour"
    ) -> String {
        let list = addresses.map { $0.contains { $0.isLetter } ? "{hostname: \($0)}" : "{ip: \($0)}" }
        return """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: envoy, namespace: \(namespace)}
            spec: {type: \(type), clusterIP: 10.96.0.9, ports: [{name: http, port: 80}]}
            status: {loadBalancer: {ingress: [\(list.joined(separator: ", "))]}}

            """
    }

    /// An ExtensionService that is the Service `echo`.
    static func extensionService(_ name: String) -> String {
        """
        ---
        apiVersion: projectcontour.io/v1alpha1
        kind: ExtensionService
        metadata: {name: \(name), namespace: default}
        spec: {services: [{name: echo, port: 80}]}

        """
    }

    /// The flags of an election that ends soon.
    static let shortTerm = [
        "--leader-election-lease-duration=3s", "--leader-election-renew-deadline=2s",
        "--leader-election-retry-period=500ms",
    ]
}

extension AccessRule {
    /// The rules of Contour's own ClusterRole `contour` and Role `contour`, as its examples have them.
    static let ofContour: [AccessRule] = {
        let read: Set = ["get", "list", "watch"]
        let write: Set = ["create", "get", "update"]
        let gateway = ["gatewayclasses", "gateways", "httproutes", "grpcroutes", "tlsroutes", "tcproutes"]
        let kinds = ["contourconfigurations", "extensionservices", "httpproxies"]
        return [
            AccessRule(groups: [""], resources: ["configmaps", "namespaces", "secrets", "services"], verbs: read),
            AccessRule(groups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read),
            AccessRule(
                groups: ["gateway.networking.k8s.io"],
                resources: Set(gateway).union(["referencegrants", "backendtlspolicies"]), verbs: read),
            AccessRule(
                groups: ["gateway.networking.k8s.io"], resources: Set(gateway.map { "\($0)/status" }), verbs: ["update"]
            ),
            AccessRule(groups: ["networking.k8s.io"], resources: ["ingresses"], verbs: read),
            AccessRule(groups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: write),
            AccessRule(
                groups: ["projectcontour.io"], resources: Set(kinds).union(["tlscertificatedelegations"]), verbs: read),
            AccessRule(groups: ["projectcontour.io"], resources: Set(kinds.map { "\($0)/status" }), verbs: write),
            AccessRule(groups: [""], resources: ["events"], verbs: write, namespace: "projectcontour"),
            AccessRule(
                groups: ["coordination.k8s.io"], resources: ["leases"], verbs: write, namespace: "projectcontour"),
        ]
    }()
}
