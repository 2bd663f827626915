import Conventions
import EnvoyTranslation
import ServeConfiguration

@testable import attache

// What the pods share, show and may do.
extension ControlPlane {
    /// Ports are those that the process listens on and Envoys are told of.
    func checkPorts(_ faults: inout Faults) throws {
        let listen = try settings().listen
        let expected: [Container.Port] = [
            .init(name: "xds", containerPort: listen.xds.port, hostPort: nil, protocol: "TCP"),
            .init(name: "metrics", containerPort: listen.metrics.port, hostPort: nil, protocol: "TCP"),
            .init(name: "debug", containerPort: listen.debug.port, hostPort: nil, protocol: "TCP"),
        ]
        let ports = try container.ports ?? []
        faults.expect(ports == expected, "the ports are others: \(ports)")
        faults.expect(listen.debug.address == "127.0.0.1", "whoever reaches the pod sees every key")
        let annotations = deployment.spec.template.metadata.annotations ?? [:]
        faults.expect(
            annotations == ["prometheus.io/scrape": "true", "prometheus.io/port": "\(listen.metrics.port)"],
            "Prometheus looks elsewhere")
        for envoy in try EnvoyNeighbour.all() {
            faults.expect(envoy.xdsAddress == service.metadata.name, "Envoys look for another Service")
            faults.expect(
                service.spec.ports
                    == [.init(name: "xds", port: envoy.xdsPort, targetPort: listen.xds.port, protocol: "TCP")],
                "the Service leads elsewhere")
        }
        faults.expect(service.spec.type == "ClusterIP", "the Service is reached from outside")
        faults.expect(service.spec.selector == deployment.spec.template.metadata.labels, "the Service selects others")
    }

    /// Live is who works, ready is who serves.
    func checkProbes(_ faults: inout Faults) throws {
        let listen = try settings().listen
        let liveness = try container.livenessProbe.orMissing("livenessProbe")
        faults.expect(
            liveness.httpGet == .init(path: "/healthz", port: listen.health.port), "livenessProbe asks elsewhere")
        let patience = (liveness.periodSeconds ?? 10) * (liveness.failureThreshold ?? 3)
        faults.expect(patience >= 60, "it is restarted after \(patience)s of silence")
        let readiness = try container.readinessProbe.orMissing("readinessProbe")
        faults.expect(readiness.tcpSocket == .init(port: listen.xds.port), "readinessProbe asks elsewhere")
        faults.expect((readiness.periodSeconds ?? 10) <= 10, "readiness is noticed late")
        faults.expect(try container.startupProbe == nil, "a large cluster is restarted before it is read")
        faults.expect(try container.lifecycle == nil, "it has a hook")
    }

    /// Only Envoys reach the port that hands out keys; what has to be reached can be.
    func checkPolicies(_ faults: inout Faults) throws {
        let listen = try settings().listen
        func ports(_ numbers: [Int]) -> [NetworkPolicyObject.Port] { numbers.map { .init(protocol: "TCP", port: $0) } }
        let own = try policies.first { $0.metadata.name == "contour" }.orMissing("the NetworkPolicy contour")
        let envoys = try policies.first { $0.metadata.name == "envoy" }.orMissing("the NetworkPolicy envoy")
        faults.expect(
            own.spec.podSelector.matchLabels == deployment.spec.template.metadata.labels, "the policy is for others")
        for envoy in try EnvoyNeighbour.all() {
            let labels = envoy.labels
            faults.expect(
                own.spec.ingress == [
                    .init(from: [.init(podSelector: .init(matchLabels: labels))], ports: ports([listen.xds.port])),
                    .init(from: nil, ports: ports([listen.metrics.port])),
                ], "others connect, or Envoys cannot")
            faults.expect(envoys.spec.podSelector.matchLabels == labels, "the policy of Envoys is for others")
            let allowed = envoys.spec.ingress.filter { $0.from == nil }.flatMap(\.ports).map(\.port)
            faults.expect(Set(allowed) == envoy.ports, "Envoys' ports are others: \(allowed)")
        }
        for policy in policies {
            faults.expect(policy.spec.policyTypes == ["Ingress"], "what goes out is restricted")
            faults.expect(policy.metadata.namespace == "projectcontour", "a policy is elsewhere")
        }
    }

    /// One replica is always there.
    func checkReplacement(_ faults: inout Faults) throws {
        let spec = deployment.spec
        faults.expect(spec.replicas == 2, "there are \(spec.replicas ?? 1) replicas")
        let update = Workload.RollingUpdate(maxSurge: .string("50%"), maxUnavailable: .int(0))
        faults.expect(spec.strategy == .init(type: "RollingUpdate", rollingUpdate: update), "replaced in another way")
        let preferences = pod.affinity?.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution ?? []
        faults.expect(
            preferences.map(\.podAffinityTerm)
                == [.init(topologyKey: "kubernetes.io/hostname", labelSelector: spec.selector)],
            "replicas may share a node without need")
        faults.expect(
            budget.spec == .init(maxUnavailable: .int(1), selector: spec.selector), "maintenance takes both replicas")
        faults.expect(budget.metadata.namespace == deployment.metadata.namespace, "the budget is elsewhere")
    }

    /// The pods keep to the restricted standard, and to more.
    func checkSecurity(_ faults: inout Faults) throws {
        for (name, spec) in [("the Deployment", pod), ("the Job", job.spec.template.spec)] {
            for fault in spec.restrictions { faults.expect(false, "\(name): \(fault)") }
            for container in spec.containers {
                faults.expect(
                    container.securityContext?.readOnlyRootFilesystem == true, "\(name) can write its root")
                let resources = try container.resources.orMissing("resources of \(name)")
                faults.expect(Set((resources.requests ?? [:]).keys) == ["cpu", "memory"], "\(name) asks for nothing")
                faults.expect(resources.limits?["cpu"] == nil, "\(name) is throttled")
            }
            faults.expect(spec.initContainers == nil && spec.containers.count == 1, "\(name) has more containers")
        }
        let mounted = Set(try container.volumeMounts?.map(\.name) ?? [])
        faults.expect(mounted == Set(pod.volumes?.map(\.name) ?? []), "volumes and mounts differ")
    }

    /// Both run this release.
    func checkImages(_ faults: inout Faults) throws {
        for container in pod.containers + job.spec.template.spec.containers {
            faults.expect(container.image == "attache:\(VersionCommand.release)", "\(container.image) is run")
            faults.expect(container.imagePullPolicy == "IfNotPresent", "the image is pulled each time")
        }
    }

    /// The objects can take the place of Contour's: same names, namespace, labels and environment.
    func checkObjects(_ faults: inout Faults) throws {
        let labels = ["app": "contour"]
        let metadata = Metadata(name: "contour", namespace: "projectcontour", labels: labels)
        faults.expect(deployment.metadata == metadata, "the Deployment has another name")
        faults.expect(deployment.spec.selector.matchLabels == labels, "it selects other pods")
        faults.expect(deployment.spec.template.metadata.labels == labels, "its pods have other labels")
        let contour = Metadata(name: "contour", namespace: "projectcontour")
        faults.expect(service.metadata == contour, "the Service has another name")
        faults.expect(configuration.metadata == contour, "the ConfigMap has another name")
        faults.expect(pod.serviceAccountName == "contour", "the pod is \(pod.serviceAccountName ?? "default")")
        faults.expect(pod.automountServiceAccountToken != false, "the pod has no token")
        let names = try container.env?.map(\.name) ?? []
        faults.expect(names == ["CONTOUR_NAMESPACE", "POD_NAME"], "the environment is another: \(names)")
        let variables = try container.environment(fields: Self.fields)
        let isComplete = variables["POD_NAME"] == Self.fields["metadata.name"]
        faults.expect(
            isComplete && variables["CONTOUR_NAMESPACE"] == "projectcontour", "the environment says \(variables)")
        let known = Set(accounts.compactMap(\.metadata.name))
        faults.expect(known == ["contour", "contour-certgen", "envoy"], "the accounts are \(known.sorted())")
    }
}

extension PodSpec {
    /// What the [restricted](https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted) standard
    /// has against the pod. Kinds of volumes and the host's namespaces cannot be wrong: our models know no bad ones.
    var restrictions: [String] {
        var faults = Faults()
        for container in (initContainers ?? []) + containers {
            let own = container.securityContext
            faults.expect(own?.allowPrivilegeEscalation == false, "\(container.name) can gain privileges")
            faults.expect(own?.privileged != true, "\(container.name) is privileged")
            faults.expect(own?.capabilities == .init(add: nil, drop: ["ALL"]), "\(container.name) keeps capabilities")
            faults.expect(
                (own?.runAsNonRoot ?? securityContext?.runAsNonRoot) == true, "\(container.name) may be root")
            faults.expect((own?.runAsUser ?? securityContext?.runAsUser) != 0, "\(container.name) is root")
            let seccomp = (own?.seccompProfile ?? securityContext?.seccompProfile)?.type
            faults.expect(seccomp == "RuntimeDefault", "\(container.name) has no seccomp profile")
            faults.expect(
                !(container.ports ?? []).contains { $0.hostPort != nil }, "\(container.name) takes a port of the host")
        }
        return faults.found
    }
}
