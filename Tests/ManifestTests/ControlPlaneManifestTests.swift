import Testing

@testable import attache

/// The manifests of the control plane agree with the binary, with each other, with Envoy's and with Contour's.
@Suite struct `Control plane manifests` {
    @Test(arguments: Watching.allCases)
    func `no rule finds a fault`(watching: Watching) throws {
        expectSame(try ControlPlane(yaml: try watching.text).faults, [])
    }

    @Test func `every namespace that is watched has its role`() throws {
        let text = try Repository.manifest("namespaced/kustomization.yaml")
        let kustomization = try Documents.decode(Kustomization.self, kind: "Kustomization", from: text).first
        let patches = (kustomization?.patches ?? []).map(\.patch)
        let plane = try ControlPlane(yaml: try Watching.namedNamespaces.text)
        let namespaces = try plane.serve().cluster.namespaces
        #expect(patches.contains { $0.hasSuffix("value: --watch-namespaces=\(namespaces.joined(separator: ","))") })
        let roles = plane.roles.filter { $0.metadata.name == "contour-watched" }
        expectSame(roles.compactMap(\.metadata.namespace).sorted(), namespaces.sorted())
    }

    @Test func `in the namespaced variant no right reaches beyond its namespaces`() throws {
        let plane = try ControlPlane(yaml: try Watching.namedNamespaces.text)
        #expect(!plane.roles.contains { $0.kind == "ClusterRole" })
        let secrets = try plane.rights(of: "contour").filter { $0.resource == "secrets" }
        expectSame(Set(secrets.map(\.namespace)), ["default"])
    }

    @Test func `nothing can read nodes or pods`() throws {
        for watching in Watching.allCases {
            let plane = try ControlPlane(yaml: try watching.text)
            let resources = Set(plane.roles.flatMap(\.rules).flatMap(\.resources))
            #expect(resources.isDisjoint(with: ["nodes", "pods", "*"]))
        }
    }

    @Test(arguments: [EnvoyForm.deployment, .nativeSidecar])
    func `Envoy as a Deployment keeps to the restricted standard`(form: EnvoyForm) throws {
        expectSame(try EnvoyPod(form).spec.restrictions, [])
    }

    @Test func `Envoy on every node keeps to it but for the ports of the node`() throws {
        expectSame(try EnvoyPod(.daemonSet).spec.restrictions, ["envoy takes a port of the host"])
    }
}

/// The rules of the control plane are no decoration either.
@Suite struct `Broken control plane manifests` {
    /// One edit of the manifests, and words of the fault that must be found for it.
    struct Mutation: Sendable, CustomTestStringConvertible {
        let text: String
        let replacement: String
        let fault: String
        let watching: Watching

        init(_ text: String, _ replacement: String, _ fault: String, _ watching: Watching = .everything) {
            self.text = text
            self.replacement = replacement
            self.fault = fault
            self.watching = watching
        }

        var testDescription: String { "\(text.split(separator: "\n").first ?? "") → \(replacement): \(fault)" }
    }

    @Test(arguments: rights + commands + surroundings)
    func `a broken manifest is found out`(mutation: Mutation) throws {
        let original = try mutation.watching.text
        try #require(original.contains(mutation.text), "the manifests no longer say this")
        let broken = original.replacing(mutation.text, with: mutation.replacement, maxReplacements: 1)
        let faults = try ControlPlane(yaml: broken).faults
        #expect(faults.contains { $0.contains(mutation.fault) }, "found only: \(faults)")
    }

    static let rights: [Mutation] = [
        .init("[services, secrets]", "[services]", "contour may not list secrets in all"),
        .init("[services, secrets]", "[services, secrets, pods]", "contour needlessly may list pods in all"),
        .init(
            "[endpointslices]\n  verbs: [get, list, watch]", "[endpointslices]\n  verbs: [get, list]", "may not watch"),
        .init("[ingresses, ingressclasses]", "[ingresses]", "may not list ingressclasses.networking.k8s.io in all"),
        .init(
            "[ingresses/status]\n  verbs: [get, patch, update]", "[ingresses/status]\n  verbs: [get]", "may not patch"),
        .init("[extensionservices/status, ", "[", "may not update extensionservices/status.projectcontour.io in all"),
        .init(", httpproxies/status]", ", httpproxies/status, httpproxies]", "needlessly may patch httpproxies"),
        .init("  verbs: [create, update]", "  verbs: [create, patch]", "contour may not update events in all"),
        .init("  verbs: [create, update]", "  verbs: [create, patch]", "contour needlessly may patch events in all"),
        .init(
            "  resourceNames: [leader-elect]\n", "",
            "needlessly may update leases.coordination.k8s.io in projectcontour"),
        .init("[leader-elect]", "[leader]", "may not watch leases.coordination.k8s.io leader-elect"),
        .init("  verbs: [get]", "  verbs: [get, list]", "needlessly may list contourconfigurations"),
        .init("[contourcert, envoycert]", "[contourcert]", "contour-certgen may not get secrets envoycert"),
        .init(
            "[contourcert, envoycert]\n  verbs: [get, update]", "[contourcert, envoycert]\n  verbs: [update]", "not get"
        ),
        .init(
            "  verbs: [create]\n- apiGroups: [\"\"]", "  verbs: [create, list]\n- apiGroups: [\"\"]",
            "certgen needlessly"),
        .init(
            "kind: ClusterRole\n  name: contour\n", "kind: ClusterRole\n  name: admin\n", "ClusterRole admin is missing"
        ),
        .init(
            "- kind: ServiceAccount\n  name: contour\n", "- kind: ServiceAccount\n  name: envoy\n", "envoy needlessly"),
        .init("- kind: ServiceAccount\n  name: contour\n", "- kind: Group\n  name: all\n", "is for others"),
        .init("[services, secrets]", "[secrets]", "contour may not watch services in default", .namedNamespaces),
        .init("--watch-namespaces=default", "--watch-namespaces=default,shop", "secrets in shop", .namedNamespaces),
        .init("  name: contour-publishing\nsubjects", "  name: contour-none\nsubjects", "is missing", .namedNamespaces),
        .init("  verbs: [list]\n", "  verbs: []\n", "contour may not list endpointslices", .namedNamespaces),
        .init("  resources: [ingresses]", "  resources: [ingresses, nodes]", "nodes.networking", .namedNamespaces),
    ]

    static let commands: [Mutation] = [
        .init("- --xds-port=8001", "- --xds-prt=8001", "not parsed"),
        .init("- --xds-port=8001", "- --xds-port=8002", "Envoys are awaited at"),
        .init("- --xds-address=0.0.0.0", "- --xds-address=127.0.0.1", "Envoys are awaited at"),
        .init("        - --incluster\n        - --xds", "        - --xds", "a kubeconfig in the pod"),
        .init("- --config-path=/config/contour.yaml", "- --insecure", "plain text"),
        .init("- --config-path=/config/contour.yaml", "- --disable-leader-election", "two replicas write"),
        .init("- --config-path=/config/contour.yaml", "- --envoy-service-name=e", "another Service is published"),
        .init("- --config-path=/config/contour.yaml", "- --debug", "it logs too much"),
        .init("- --config-path=/config/contour.yaml", "- --config-path=/config/c.yaml", "the ConfigMap has no"),
        .init("    # Nothing but defaults.", "    debugg: true", "this key is unknown"),
        .init("    # Nothing but defaults.", "    debug: true", "it logs too much"),
        .init("  contour.yaml: |", "  config.yaml: |", "contour.yaml in the ConfigMap is missing"),
        .init("--contour-key-file=/certs/tls.key", "--contour-key-file=/certs/key", "no key of the Secret"),
        .init("secretName: contourcert", "secretName: envoycert", "is in the Secret envoycert"),
        .init("        - serve\n", "        - cli\n", "not parsed"),
        .init("        - certgen\n", "        - certgem\n", "not parsed"),
        .init("contour-certgen-0-1-0", "contour-certgen-0-0-9", "not that of the release"),
        .init("        - --kube\n", "        - --pem\n", "the job writes elsewhere"),
        .init("--secrets-format=compact", "--secrets-format=legacy", "in a Secret of their own"),
        .init("--secrets-format=compact", "--secrets-name-suffix=-a", "Envoy's certificate is not issued"),
        .init("--namespace=$(CONTOUR_NAMESPACE)", "--namespace=default", "the job writes Secrets in default"),
        .init("        - --overwrite\n", "", "Secrets of another form"),
        .init("--renew-before=2160h", "--renew-before=8760h", "renews certificates always"),
        .init("        - --renew-before=2160h\n", "", "renews certificates always"),
        .init("ttlSecondsAfterFinished: 0", "ttlSecondsAfterFinished: 3600", "in the way of the next"),
        .init("backoffLimit: 3", "backoffLimit: 0", "gives up too early"),
        .init("completions: 1", "completions: 2", "issued several times"),
        .init("restartPolicy: Never", "restartPolicy: OnFailure", "nobody sees why"),
        .init("serviceAccountName: contour-certgen", "serviceAccountName: contour", "the job may not write"),
    ]

    static let surroundings: [Mutation] = [
        .init("containerPort: 8001", "containerPort: 8002", "the ports are others"),
        .init("prometheus.io/port: \"8000\"", "prometheus.io/port: \"8080\"", "Prometheus looks elsewhere"),
        .init(
            "    port: 8001\n    targetPort: 8001", "    port: 8001\n    targetPort: 8000",
            "the Service leads elsewhere"),
        .init("type: ClusterIP", "type: NodePort", "reached from outside"),
        .init("  selector:\n    app: contour", "  selector:\n    app: control", "the Service selects others"),
        .init("path: /healthz", "path: /ready", "livenessProbe asks elsewhere"),
        .init("failureThreshold: 6", "failureThreshold: 1", "after 10s of silence"),
        .init(
            "tcpSocket:\n            port: 8001", "tcpSocket:\n            port: 8000", "readinessProbe asks elsewhere"),
        .init("periodSeconds: 2", "periodSeconds: 60", "noticed late"),
        .init("readinessProbe:", "startupProbe:", "readinessProbe is missing"),
        .init("          app: envoy", "          app: contour", "others connect, or Envoys cannot"),
        .init("      port: 8001\n  # Metrics", "      port: 8002\n  # Metrics", "others connect, or Envoys cannot"),
        .init("      port: 8443\n", "      port: 443\n", "Envoys' ports are others"),
        .init("  policyTypes:\n  - Ingress", "  policyTypes:\n  - Egress", "what goes out is restricted"),
        .init("replicas: 2", "replicas: 1", "there are 1 replicas"),
        .init("maxUnavailable: 0", "maxUnavailable: 1", "replaced in another way"),
        .init("topologyKey: kubernetes.io/hostname", "topologyKey: zone", "share a node"),
        .init("  maxUnavailable: 1\n", "  maxUnavailable: 2\n", "maintenance takes both"),
        .init("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "can gain privileges"),
        .init("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "can write its root"),
        .init("            - ALL", "            - NET_RAW", "keeps capabilities"),
        .init("        runAsNonRoot: true", "        runAsNonRoot: false", "may be root"),
        .init("runAsUser: 65534", "runAsUser: 0", "is root"),
        .init("          type: RuntimeDefault", "          type: Unconfined", "no seccomp profile"),
        .init("            cpu: 50m\n", "", "asks for nothing"),
        .init(
            "            memory: 128Mi\n        securityContext", "            cpu: 128m\n        securityContext",
            "throttled"),
        .init("image: attache:0.1.0", "image: attache:latest", "attache:latest is run"),
        .init("imagePullPolicy: IfNotPresent", "imagePullPolicy: Always", "pulled each time"),
        .init("        - name: POD_NAME", "        - name: POD", "the environment is another"),
        .init("fieldPath: metadata.name\n", "fieldPath: metadata.uid\n", "the environment says"),
        .init("      serviceAccountName: contour\n", "      serviceAccountName: envoy\n", "the pod is envoy"),
        .init(
            "        - name: contour-config\n          mountPath: /config\n          readOnly: true\n", "", "is missing"
        ),
        .init(
            "    app: contour\nspec:\n  replicas", "    app: c\nspec:\n  replicas", "the Deployment has another name"),
    ]
}
