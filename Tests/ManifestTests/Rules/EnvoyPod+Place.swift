import Conventions

@testable import attache

// What the pod shares, shows and may do.
extension EnvoyPod {
    /// The three containers see the files by which they meet, and may write what they have to.
    func checkMounts(_ faults: inout Faults) throws {
        let shared = SharedDirectory(containing: DefaultPath.adminSocket)
        let files = [
            DefaultPath.adminSocket, DefaultPath.readyFile, shared.idleNudge, shared.drainRecord, shared.managerSocket,
        ]
        for container in [try initconfig, try manager, try envoy] {
            for file in files {
                let mount = container.mount(holding: file)
                faults.expect(
                    mount == .init(name: "envoy-admin", mountPath: "/admin"), "\(container.name) cannot write \(file)")
            }
        }
        let path = try bootstrap().path
        faults.expect(try initconfig.mount(holding: path)?.name == "envoy-config", "the bootstrap is written elsewhere")
        faults.expect(try initconfig.mount(holding: path)?.readOnly != true, "the bootstrap cannot be written")
        var seen = try initconfig.mount(holding: path)
        seen?.readOnly = true
        faults.expect(try envoy.mount(holding: path) == seen, "Envoy does not find the bootstrap where it was written")
        let certificates = Container.VolumeMount(name: "envoycert", mountPath: "/certs", readOnly: true)
        for container in [try initconfig, try envoy] {
            let mount = container.mount(holding: "/certs/tls.key")
            faults.expect(mount == certificates, "\(container.name) has no certificates")
        }
    }

    /// Every mount has its volume and every volume its mount.
    func checkVolumes(_ faults: inout Faults) throws {
        let mounted = Set(containers.flatMap { $0.volumeMounts ?? [] }.map(\.name))
        let volumes = spec.volumes ?? []
        faults.expect(Set(volumes.map(\.name)) == mounted, "volumes and mounts differ: \(mounted.sorted())")
        faults.expect(
            volumes == [
                Volume(name: "envoy-admin", emptyDir: .init(medium: "Memory", sizeLimit: "1Mi")),
                Volume(name: "envoy-config", emptyDir: .init()),
                Volume(name: "envoycert", secret: .init(secretName: "envoycert")),
            ], "the volumes are others: \(volumes)")
    }

    /// Ports are those that Contour's Service and the control plane's listeners name.
    func checkPorts(_ faults: inout Faults) throws {
        let onHost = form == .daemonSet
        let expected: [Container.Port] = [
            .init(
                name: "http", containerPort: DefaultPort.envoyHTTP, hostPort: onHost ? 80 : nil, protocol: "TCP"),
            .init(
                name: "https", containerPort: DefaultPort.envoyHTTPS, hostPort: onHost ? 443 : nil, protocol: "TCP"),
            .init(name: "metrics", containerPort: DefaultPort.envoyStatistics, hostPort: nil, protocol: "TCP"),
        ]
        let ports = try envoy.ports ?? []
        faults.expect(ports == expected, "Envoy's ports are others: \(ports)")
        let port = try shutdownManager().pod.servePort
        faults.expect(
            try manager.ports == [.init(name: "shutdown", containerPort: port, hostPort: nil, protocol: "TCP")],
            "the manager's ports are others")
    }

    /// Nobody is root, nobody can become it, and nobody changes a program.
    func checkSecurity(_ faults: inout Faults) throws {
        let pod = try spec.securityContext.orMissing("the pod's securityContext")
        for container in containers {
            let own = try container.securityContext.orMissing("securityContext of \(container.name)")
            let name = container.name
            faults.expect((own.runAsNonRoot ?? pod.runAsNonRoot) == true, "\(name) may be root")
            faults.expect((own.runAsUser ?? pod.runAsUser) == 65_534, "\(name) is another user, whom no socket admits")
            faults.expect((own.runAsGroup ?? pod.runAsGroup) == 65_534, "\(name) is in another group")
            let seccomp = own.seccompProfile ?? pod.seccompProfile
            faults.expect(seccomp?.type == "RuntimeDefault", "\(name) has no seccomp profile")
            faults.expect(own.allowPrivilegeEscalation == false, "\(name) can gain privileges")
            faults.expect(own.privileged != true, "\(name) is privileged")
            faults.expect(own.readOnlyRootFilesystem == true, "\(name) can write its root")
            faults.expect(own.capabilities == .init(add: nil, drop: ["ALL"]), "\(name) keeps capabilities")
        }
        faults.expect(spec.automountServiceAccountToken == false, "the pod holds a token of the Kubernetes API")
        faults.expect(spec.serviceAccountName == "envoy", "the pod is \(spec.serviceAccountName ?? "default")")
    }

    /// Everybody asks for what it needs; nobody is throttled.
    func checkResources(_ faults: inout Faults) throws {
        for container in containers {
            let resources = try container.resources.orMissing("resources of \(container.name)")
            let requests = Set((resources.requests ?? [:]).keys)
            faults.expect(requests == ["cpu", "memory"], "\(container.name) does not say what it needs")
            faults.expect(resources.limits?["cpu"] == nil, "\(container.name) is throttled")
        }
        for container in [try initconfig, try manager] {
            faults.expect(
                container.resources == .init(requests: ["cpu": "20m", "memory": "32Mi"], limits: ["memory": "64Mi"]),
                "\(container.name) is not small")
        }
        faults.expect(try envoy.resources?.limits == nil, "Envoy has a limit that --overload-max-heap does not know")
    }

    /// Our image is this release, Envoy's the release that we test with.
    func checkImages(_ faults: inout Faults) throws {
        for container in [try initconfig, try manager] {
            faults.expect(
                container.image == "attache:\(VersionCommand.release)", "\(container.name) runs \(container.image)")
        }
        let image = try envoy.image
        faults.expect(image == "docker.io/envoyproxy/envoy:distroless-v1.40.0", "Envoy is \(image)")
        for container in containers {
            faults.expect(container.imagePullPolicy == "IfNotPresent", "\(container.name) is pulled each time")
        }
    }

    /// The object can take the place of Contour's: same name, namespace, labels and containers.
    func checkObject(_ faults: inout Faults) throws {
        let labels = ["app": "envoy"]
        let metadata = Metadata(name: "envoy", namespace: "projectcontour", labels: labels)
        faults.expect(workload.metadata == metadata, "it has another name")
        faults.expect(workload.spec.selector.matchLabels == labels, "it selects other pods")
        faults.expect(workload.spec.template.metadata.labels == labels, "its pods have other labels")
        faults.expect(spec.restartPolicy == "Always", "its containers are not restarted")
        let names = containers.map(\.name)
        faults.expect(
            names == ["envoy-initconfig", "shutdown-manager", "envoy"], "its containers are others: \(names)")
    }
}
