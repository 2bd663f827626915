import Conventions
import EnvoyBootstrap
import EnvoyShutdown

@testable import attache

/// Everything that the manifest of an Envoy pod must say. Each rule notes what is wrong.
extension EnvoyPod {
    /// Every fault of the pod.
    var faults: [String] {
        var faults = Faults()
        for rule in [
            checkBootstrap, checkManager, checkHook, checkEnvoy, checkGrace, checkProbes, checkMounts, checkVolumes,
            checkPorts, checkSecurity, checkResources, checkImages, checkObject, checkReplacement,
        ] { faults.apply(rule) }
        return faults.found
    }

    /// The init container writes what Envoy reads, from what it mounts, for the control plane that the Service names.
    func checkBootstrap(_ faults: inout Faults) throws {
        let variables = try initconfig.environment(fields: Self.fields)
        let command = try bootstrap()
        let options = command.options(environment: EnvironmentVariables { variables[$0] })
        let (settings, warnings) = try options.validated()
        faults.expect(warnings.isEmpty, "bootstrap warns: \(warnings)")
        faults.expect(command.path == DefaultPath.bootstrap, "bootstrap writes \(command.path)")
        faults.expect(options.xdsAddress == "contour", "bootstrap names the control plane \(options.xdsAddress)")
        faults.expect(settings.xds.port == UInt16(DefaultPort.xds), "bootstrap names xDS port \(settings.xds.port)")
        faults.expect(options.namespace == "projectcontour", "bootstrap says namespace \(options.namespace)")
        faults.expect(
            settings.adminSocket == DefaultPath.adminSocket,
            "bootstrap puts the admin socket at \(settings.adminSocket)")
        faults.expect(options.idleNudge != .off, "bootstrap prepares no idle nudge")
        faults.expect(options.fileWait > .zero, "bootstrap does not wait for the certificates")
        let files = TLSFiles(authority: "/certs/ca.crt", certificate: "/certs/tls.crt", privateKey: "/certs/tls.key")
        faults.expect(
            settings.security == .rotatedFiles(files, directory: "/config/resources"),
            "bootstrap uses other certificates: \(settings.security)")
    }

    /// The shutdown manager meets Envoy and the kubelet where they are, and never drains by a GET.
    func checkManager(_ faults: inout Faults) throws {
        let command = try shutdownManager()
        let isNative = form == .nativeSidecar
        faults.expect(command.mode == (isNative ? .nativeSidecar : .container), "the manager's mode is \(command.mode)")
        let policy = try manager.restartPolicy
        faults.expect(policy == (isNative ? "Always" : nil), "the manager is another kind of sidecar")
        faults.expect(!command.shutdownStartsDrain, "whoever reaches the manager's port can drain Envoy")
        faults.expect(command.falseDrainTimeout.duration > .zero, "a false drain is never undone")
        let flags = command.pod
        faults.expect(flags.servePort == DefaultPort.shutdownManager, "the manager serves \(flags.servePort)")
        faults.expect(flags.adminAddress == DefaultPath.adminSocket, "the manager asks \(flags.adminAddress)")
        faults.expect(flags.readyFile == DefaultPath.readyFile, "the manager's ready file is \(flags.readyFile)")
        faults.expect(try manager.env == nil && manager.volumeMounts?.count == 1, "the manager has more than it needs")
    }

    /// The hook finds the manager, and would drain by itself exactly as the manager does.
    func checkHook(_ faults: inout Faults) throws {
        for container in containers {
            faults.expect(container.lifecycle?.postStart == nil, "\(container.name) has a postStart hook")
        }
        let (hook, manager) = (try hook(), try shutdownManager())
        faults.expect(hook.drain.options == manager.drain.options, "hook and manager drain in different ways")
        faults.expect(hook.pod.servePort == manager.pod.servePort, "the hook looks for the manager at another port")
        faults.expect(hook.pod.adminAddress == manager.pod.adminAddress, "the hook asks another Envoy")
        faults.expect(hook.pod.readyFile == manager.pod.readyFile, "the hook has another ready file")
        let wait = try (envoy.lifecycle?.preStop?.httpGet).orMissing("Envoy's hook, a request to the manager")
        faults.expect(wait.path == "/shutdown", "Envoy's hook asks \(wait.path)")
        faults.expect(wait.port == manager.pod.servePort, "Envoy's hook asks port \(wait.port)")
        faults.expect(wait.scheme == nil || wait.scheme == "HTTP", "Envoy's hook asks by \(wait.scheme ?? "")")
    }

    /// Envoy reads what the init container wrote, says who it is, and has its times in order.
    func checkEnvoy(_ faults: inout Faults) throws {
        let line = try envoy.commandLine(in: try envoy.environment(fields: Self.fields))
        func value(_ flag: String) throws -> String {
            let index = try line.firstIndex(of: flag).orMissing("Envoy's \(flag)")
            return try line.dropFirst(index + 1).first.orMissing("the value of Envoy's \(flag)")
        }
        faults.expect(line.first == "envoy", "Envoy is run by \(line.first ?? "nothing")")
        let (file, cluster, node) = (try value("-c"), try value("--service-cluster"), try value("--service-node"))
        faults.expect(file == (try bootstrap().path), "Envoy reads \(file)")
        faults.expect(cluster == "projectcontour", "Envoy's cluster is \(cluster)")
        faults.expect(node == "envoy-x7k2p", "Envoy's node is \(node)")
        faults.expect(line.contains("--disable-hot-restart"), "Envoy shares memory for a hot restart that never comes")
        let time = Duration.seconds(try Int(try value("--drain-time-s")).orMissing("a number in --drain-time-s"))
        let plan = try DrainPlan(try shutdownManager().drain.options)
        let end = try deadline()
        faults.expect(
            time > plan.minimum && time < end, "--drain-time-s does not fit between \(plan.minimum) and \(end)")
        faults.expect(!line.contains { $0.contains("$(") }, "Envoy is given a variable that is not set: \(line)")
    }
}
