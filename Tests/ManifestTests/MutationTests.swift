import Testing

/// The rules are no decoration: each finds the fault that it is for.
@Suite struct `Broken manifests` {
    /// One edit of a manifest, and words of the fault that must be found for it.
    struct Mutation: Sendable, CustomTestStringConvertible {
        let text: String
        let replacement: String
        let fault: String
        var form = EnvoyForm.daemonSet
        /// Which occurrences are replaced: only the first, or all.
        var isEverywhere = false

        init(_ text: String, _ replacement: String, _ fault: String) {
            self.text = text
            self.replacement = replacement
            self.fault = fault
        }

        /// The same edit of every occurrence.
        var everywhere: Mutation {
            var copy = self
            copy.isEverywhere = true
            return copy
        }

        /// The same edit of another manifest.
        func of(_ form: EnvoyForm) -> Mutation {
            var copy = self
            copy.form = form
            return copy
        }

        var testDescription: String { "\(text.split(separator: "\n").first ?? "") → \(replacement): \(fault)" }
    }

    @Test(arguments: commands + life + place)
    func `a broken manifest is found out`(mutation: Mutation) throws {
        let original = try mutation.form.text
        try #require(original.contains(mutation.text), "the manifest no longer says this")
        let broken =
            mutation.isEverywhere
            ? original.replacing(mutation.text, with: mutation.replacement)
            : original.replacing(mutation.text, with: mutation.replacement, maxReplacements: 1)
        let faults = try EnvoyPod(mutation.form, yaml: broken).faults
        #expect(faults.contains { $0.contains(mutation.fault) }, "found only: \(faults)")
    }

    static let commands: [Mutation] = [
        .init("--xds-port=8001", "--xds-prt=8001", "not parsed"),
        .init("--xds-port=8001", "--xds-port=8002", "xDS port 8002"),
        .init("--xds-address=contour", "--xds-address=attache", "names the control plane attache"),
        .init("- /config/envoy.json\n        - --xds", "- /config/boot.json\n        - --xds", "bootstrap writes"),
        .init("--resources-dir=/config/resources", "--resources-dir=/tmp", "other certificates"),
        .init("--envoy-cafile=/certs/ca.crt", "--envoy-cafile=", "ca"),
        .init("--envoy-key-file=/certs/tls.key", "--envoy-key-file=/certs/tls.crt", "other certificates"),
        .init("--wait-for-files=60s", "--wait-for-files=0", "does not wait"),
        .init("--wait-for-files=60s", "--idle-nudge=off", "no idle nudge"),
        .init("--wait-for-files=60s", "--dns-lookup-family=v5", "bootstrap warns"),
        .init("--wait-for-files=60s", "--admin-address=/run/admin.sock", "puts the admin socket at"),
        .init("fieldPath: metadata.namespace", "fieldPath: metadata.name", "bootstrap says namespace"),
        .init("- /bin/attache", "- /bin/contour", "/bin/attache is not what is run"),
        .init("        - shutdown-manager\n", "        - shutdown\n", "ShutdownManagerCommand"),
        .init("- --min-drain-duration=30s", "- --shutdown-starts-drain", "can drain Envoy"),
        .init("- --min-drain-duration=30s", "- --false-drain-timeout=0s", "never undone"),
        .init("- --min-drain-duration=30s", "- --serve-port=8091", "the manager serves 8091"),
        .init("- --min-drain-duration=30s", "- --admin-address=127.0.0.1:9001", "the manager asks 127.0.0.1"),
        .init("- --min-drain-duration=30s", "- --ready-file=/admin/done", "the manager's ready file"),
        .init("- --min-drain-duration=30s", "- --min-drain-duration=40s", "in different ways"),
        .init("        - --mode=native-sidecar\n", "", "the manager's mode").of(.nativeSidecar),
        .init("- --grace-period=300s\n", "- --mode=native-sidecar\n", "the manager's mode"),
        .init("        restartPolicy: Always\n        command", "        command", "another kind of sidecar").of(
            .nativeSidecar),
        .init(
            "              - shutdown\n", "              - shutdown\n              - --serve-port=9\n",
            "at another port"),
        .init("              - shutdown\n", "              - wait\n", "not parsed"),
        .init("            exec:\n", "            exek:\n", "exec hook is missing"),
        .init("path: /shutdown", "path: /drain", "Envoy's hook asks /drain"),
        .init(
            "port: 8090\n              scheme: HTTP", "port: 8091\n              scheme: HTTP", "Envoy's hook asks port"
        ),
        .init("scheme: HTTP", "scheme: HTTPS", "Envoy's hook asks by HTTPS"),
        .init("preStop:\n            # Answered", "postStart:\n            # Answered", "Envoy's hook"),
        .init("preStop:\n            # Answered", "postStart:\n            # Answered", "a postStart hook"),
    ]

    static let life: [Mutation] = [
        .init("terminationGracePeriodSeconds: 300", "terminationGracePeriodSeconds: 200", "--grace-period is not that"),
        .init("terminationGracePeriodSeconds: 300", "terminationGracePeriodSeconds: 200", "too late"),
        .init("- --grace-period=300s", "- --grace-period=299s", "the manager's --grace-period").everywhere,
        .init("              - --grace-period=300s\n", "", "the hook's --grace-period"),
        .init("--grace-period=300s", "--drain-timeout=298s", "too late"),
        .init("--min-drain-duration=30s", "--min-drain-duration=5s", "balancers"),
        .init("--min-drain-duration=30s", "--min-drain-duration=300s", "not parsed"),
        .init("- --min-drain-duration=30s", "- --idle-nudge=off", "idle connections alone"),
        .init("path: /healthz", "path: /ready", "a probe of the manager asks"),
        .init("failureThreshold: 6", "failureThreshold: 3", "after 30s of silence"),
        .init("timeoutSeconds: 5\n", "timeoutSeconds: 1\n", "impatient"),
        .init("          terminationGracePeriodSeconds: 5\n", "", "whole grace period"),
        .init("          terminationGracePeriodSeconds: 5\n", "", "whole grace period").of(.nativeSidecar),
        .init("startupProbe:", "readinessProbe:", "does not wait for the manager").of(.nativeSidecar),
        .init("livenessProbe:", "startupProbe:", "livenessProbe is missing"),
        .init("path: /ready\n", "path: /live\n", "readinessProbe is off"),
        .init("port: 8002\n", "port: 9001\n", "readinessProbe is off"),
        .init("periodSeconds: 4", "periodSeconds: 40", "as often as Contour's"),
        .init("readinessProbe:", "livenessProbe:", "a probe can restart Envoy"),
        .init("        - --disable-hot-restart\n", "", "hot restart"),
        .init("\"240\"", "\"600\"", "--drain-time-s does not fit"),
        .init("\"240\"", "\"20\"", "--drain-time-s does not fit"),
        .init("- --drain-time-s\n", "- --drain-time\n", "--drain-time-s is missing"),
        .init("- name: ENVOY_POD_NAME", "- name: POD_NAME", "Envoy's node is"),
        .init(
            "- /config/envoy.json\n        - --service", "- /config/e.json\n        - --service",
            "Envoy reads /config/e.json"),
        .init("maxUnavailable: 10%", "maxUnavailable: 1", "another way"),
        .init("maxUnavailable: 0", "maxUnavailable: 1", "another way").of(.deployment),
        .init("replicas: 2", "replicas: 1", "1 replicas").of(.nativeSidecar),
        .init("topologyKey: kubernetes.io/hostname", "topologyKey: zone", "share a node").of(.deployment),
    ]

    static let place: [Mutation] = [
        .init("mountPath: /admin\n", "mountPath: /adm\n", "envoy-initconfig cannot write /admin/idle-nudge"),
        .init(
            "        - name: envoy-admin\n          mountPath: /admin\n",
            "        - name: envoy-config\n          mountPath: /admin\n",
            "envoy-initconfig cannot write"),
        .init(
            "          mountPath: /admin\n      auto",
            "          mountPath: /admin\n          readOnly: true\n      auto",
            "envoy cannot write /admin/admin.sock"),
        .init(
            "mountPath: /config\n          readOnly: true", "mountPath: /etc/envoy\n          readOnly: true",
            "where it was written"),
        .init("mountPath: /config\n", "mountPath: /config\n          readOnly: true\n", "cannot be written"),
        .init("mountPath: /certs\n", "mountPath: /cert\n", "has no certificates"),
        .init("      - name: envoy-config\n        emptyDir: {}\n", "", "volumes and mounts differ"),
        .init("secretName: envoycert", "secretName: contourcert", "the volumes are others"),
        .init("sizeLimit: 1Mi", "sizeLimit: 1Gi", "the volumes are others").of(.deployment),
        .init("          medium: Memory\n", "", "the volumes are others"),
        .init("hostPort: 80\n", "hostPort: 81\n", "Envoy's ports"),
        .init("containerPort: 8443\n", "containerPort: 8444\n", "Envoy's ports"),
        .init("containerPort: 8080\n", "containerPort: 8080\n          hostPort: 80\n", "Envoy's ports").of(
            .deployment),
        .init("containerPort: 8090\n", "containerPort: 8091\n", "the manager's ports"),
        .init("runAsNonRoot: true", "runAsNonRoot: false", "may be root"),
        .init("runAsUser: 65534", "runAsUser: 65532", "another user"),
        .init("runAsGroup: 65534", "runAsGroup: 0", "another group"),
        .init("type: RuntimeDefault", "type: Unconfined", "no seccomp profile"),
        .init("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "can gain privileges"),
        .init("allowPrivilegeEscalation: false", "privileged: true", "is privileged"),
        .init("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "can write its root"),
        .init("            - ALL", "            - NET_RAW", "keeps capabilities"),
        .init(
            "automountServiceAccountToken: false", "automountServiceAccountToken: true", "token of the Kubernetes API"),
        .init("serviceAccountName: envoy", "serviceAccountName: contour", "the pod is contour"),
        .init("            cpu: 100m\n", "", "does not say what it needs"),
        .init("            memory: 64Mi", "            cpu: 50m", "is throttled"),
        .init("            memory: 64Mi", "            memory: 6Gi", "is not small"),
        .init("image: attache:0.1.0", "image: attache:latest", "runs attache:latest"),
        .init("distroless-v1.40.0", "distroless-latest", "Envoy is"),
        .init("imagePullPolicy: IfNotPresent", "imagePullPolicy: Always", "pulled each time"),
        .init("        app: envoy\n    spec", "        app: proxy\n    spec", "its pods have other labels"),
        .init("  namespace: projectcontour", "  namespace: default", "it has another name"),
        .init("- name: envoy-initconfig", "- name: initconfig", "container envoy-initconfig is missing"),
    ]
}
