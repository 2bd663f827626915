import Certificates
import Conventions
import EnvoyTranslation
import KubernetesAPI
import ServeConfiguration

@testable import attache

/// Everything that the manifests of the control plane must say. Each rule notes what is wrong.
extension ControlPlane {
    /// Every fault.
    var faults: [String] {
        var faults = Faults()
        for rule in [
            checkServe, checkCertificates, checkJob, checkRights, checkPorts, checkProbes, checkPolicies,
            checkReplacement, checkSecurity, checkImages, checkObjects,
        ] { faults.apply(rule) }
        return faults.found
    }

    /// It serves Envoys from the cluster, by mutual TLS, with the configuration that is mounted.
    private func checkServe(_ faults: inout Faults) throws {
        let (command, settings) = (try serve(), try settings())
        faults.expect(settings.cluster.isInCluster, "it looks for a kubeconfig in the pod")
        faults.expect(command.cluster.source == nil, "it reads a directory")
        faults.expect(
            settings.listen.xds == BindAddress(address: "0.0.0.0", port: DefaultPort.xds),
            "Envoys are awaited at \(settings.listen.xds)")
        let protection = try XDSProtection.choose(settings.listen, isLocal: false)
        faults.expect(protection != .plaintext, "Envoys are served in plain text")
        faults.expect(settings.address.service.description == "projectcontour/envoy", "another Service is published")
        faults.expect(!command.election.disableLeaderElection, "two replicas write statuses")
        faults.expect(!settings.isDebugging, "it logs too much")
        let path = try command.file.configPath.orMissing("--config-path")
        let mount = try container.mount(holding: path).orMissing("the mount of \(path)")
        let volume = pod.volumes?.first { $0.name == mount.name }
        faults.expect(volume?.configMap?.name == configuration.metadata.name, "\(path) is not in the ConfigMap")
        faults.expect(path == "\(mount.mountPath)/contour.yaml", "the ConfigMap has no \(path)")
        faults.expect(!configuration.data.keys.contains { $0 != "contour.yaml" }, "the ConfigMap has keys nobody reads")
    }

    /// Both sides mount what the job issues.
    private func checkCertificates(_ faults: inout Faults) throws {
        let options = try certgen().flags.options(environment: EnvironmentVariables { _ in nil })
        let names = CertificateSet.secretNames(options.format, suffix: options.suffix)
        let files = try settings().listen.security.orMissing("the files of TLS")
        let paths = [files.authorities, files.certificate, files.key]
        for (path, key) in zip(paths, ["ca.crt", "tls.crt", "tls.key"]) {
            let mount = try container.mount(holding: path).orMissing("the mount of \(path)")
            let secret = pod.volumes?.first { $0.name == mount.name }?.secret?.secretName ?? "none"
            faults.expect(secret == "contourcert" && names.contains(secret), "\(path) is in the Secret \(secret)")
            faults.expect(path == "\(mount.mountPath)/\(key)", "\(path) is no key of the Secret")
            faults.expect(mount.readOnly == true, "\(path) can be written")
        }
        for envoy in try EnvoyNeighbour.all() {
            faults.expect(
                names.contains("envoycert") && envoy.secrets == ["envoycert"], "Envoy's certificate is not issued")
        }
    }

    /// The job writes both Secrets once for each release, and leaves good ones alone.
    private func checkJob(_ faults: inout Faults) throws {
        let flags = try certgen().flags
        let options = try flags.options(environment: EnvironmentVariables { _ in nil })
        let release = VersionCommand.release.replacing(".", with: "-")
        faults.expect(job.metadata.name == "contour-certgen-\(release)", "the job's name is not that of the release")
        faults.expect(flags.incluster && options.outputs == [.cluster], "the job writes elsewhere")
        faults.expect(options.namespace == "projectcontour", "the job writes Secrets in \(options.namespace)")
        faults.expect(options.format == .compact, "the authorities are in a Secret of their own")
        faults.expect(options.overwrites, "the job leaves Secrets of another form alone")
        let margin = options.renewBefore ?? .zero
        faults.expect(
            margin >= .seconds(30 * 86_400) && margin < .seconds(300 * 86_400),
            "the job renews certificates always, or too late")
        let spec = job.spec
        faults.expect(spec.ttlSecondsAfterFinished == 0, "the finished job is in the way of the next")
        faults.expect(spec.parallelism == 1 && spec.completions == 1, "certificates are issued several times")
        faults.expect((1...6).contains(spec.backoffLimit ?? 6), "the job gives up too early or too late")
        faults.expect(spec.template.spec.restartPolicy == "Never", "nobody sees why the job failed")
        faults.expect(spec.template.spec.serviceAccountName == "contour-certgen", "the job may not write Secrets")
    }

    /// Each account may do what the code does, and nothing else.
    private func checkRights(_ faults: inout Faults) throws {
        let needs = [
            "contour": try AccessRight.serving(self), "contour-certgen": try AccessRight.issuing(self), "envoy": [],
        ]
        for (account, needed) in needs.sorted(by: { $0.key < $1.key }) {
            let held = try rights(of: account)
            for right in needed.subtracting(held).map(\.description).sorted() {
                faults.expect(false, "\(account) may not \(right)")
            }
            for right in held.subtracting(needed).map(\.description).sorted() {
                faults.expect(false, "\(account) needlessly may \(right)")
            }
        }
        for binding in bindings {
            let isForeign = binding.subjects.contains { needs[$0.name] == nil || $0.namespace != "projectcontour" }
            faults.expect(!isForeign, "\(binding.metadata.name ?? "") is for others")
        }
        let names = roles.map { "\($0.kind) \($0.metadata.namespace ?? "") \($0.metadata.name ?? "")" }
        let bound = bindings.map { "\($0.roleRef.kind) \($0.metadata.namespace ?? "") \($0.roleRef.name)" }
        faults.expect(names.sorted() == bound.sorted(), "a role is bound to nobody, or twice")
    }
}
