import ArgumentParser
import EnvoyShutdown
import Testing

@testable import attache

/// The three forms in which Envoy is deployed.
enum EnvoyForm: String, CaseIterable, CustomTestStringConvertible {
    case daemonSet = "04-envoy-daemonset.yaml"
    case deployment = "04-envoy-deployment.yaml"
    case nativeSidecar = "04-envoy-native-sidecar.yaml"

    var testDescription: String { rawValue }

    /// The kind of object that makes the pods.
    var kind: String { self == .daemonSet ? "DaemonSet" : "Deployment" }

    /// The YAML.
    var text: String { get throws { try Repository.manifest(rawValue) } }
}

/// The pod of Envoy as a manifest describes it, with our commands parsed by our own parser.
struct EnvoyPod {
    let form: EnvoyForm
    let workload: Workload
    private let commands: Commands

    /// The fields of a pod that its environment refers to.
    static let fields = ["metadata.namespace": "projectcontour", "metadata.name": "envoy-x7k2p"]

    /// The pod of the manifest `yaml`.
    init(_ form: EnvoyForm, yaml: String) throws {
        self.form = form
        workload = try Documents.decode(Workload.self, kind: form.kind, from: yaml)
            .first { $0.metadata.name == "envoy" }.orMissing("the \(form.kind)")
        let spec = workload.spec.template.spec
        let managers = form == .nativeSidecar ? spec.initContainers ?? [] : spec.containers
        commands = Commands(
            initconfig: (spec.initContainers ?? []).first { $0.name == "envoy-initconfig" },
            manager: managers.first { $0.name == "shutdown-manager" })
    }

    /// The pod of the manifest in the repository.
    init(_ form: EnvoyForm) throws { try self.init(form, yaml: try form.text) }

    /// What runs.
    var spec: PodSpec { workload.spec.template.spec }

    /// All containers, in the order in which they start.
    var containers: [Container] { (spec.initContainers ?? []) + spec.containers }

    /// The init container that writes the bootstrap.
    var initconfig: Container { get throws { try container("envoy-initconfig", in: spec.initContainers ?? []) } }

    /// The shutdown manager: an init container if it is a native sidecar.
    var manager: Container {
        get throws {
            try container("shutdown-manager", in: form == .nativeSidecar ? spec.initContainers ?? [] : spec.containers)
        }
    }

    /// Envoy itself.
    var envoy: Container { get throws { try container("envoy", in: spec.containers) } }

    private func container(_ name: String, in containers: [Container]) throws -> Container {
        try containers.first { $0.name == name }.orMissing("container \(name)")
    }
}

// Commands of ours.
extension EnvoyPod {
    /// Where the image keeps the binary.
    static let binary = "/bin/attache"

    /// What the init container does.
    func bootstrap() throws -> BootstrapCommand { try commands.bootstrap.get() }

    /// What the shutdown manager does.
    func shutdownManager() throws -> ShutdownManagerCommand { try commands.manager.get() }

    /// What the manager's preStop hook does.
    func hook() throws -> ShutdownCommand { try commands.hook.get() }

    /// How long after its beginning a drain is over, whatever is left.
    func deadline() throws -> Duration {
        let plan = try DrainPlan(try shutdownManager().drain.options)
        return try plan.deadline.orMissing("the deadline of a drain (--grace-period)")
    }
}

/// Our commands of a pod, each parsed once: a debug build needs a tenth of a second for one.
private struct Commands {
    let bootstrap: Result<BootstrapCommand, any Error>
    let manager: Result<ShutdownManagerCommand, any Error>
    let hook: Result<ShutdownCommand, any Error>

    init(initconfig: Container?, manager: Container?) {
        bootstrap = Result {
            let container = try initconfig.orMissing("container envoy-initconfig")
            return try Self.parse(container.commandLine(in: container.environment(fields: EnvoyPod.fields)))
        }
        self.manager = Result {
            try Self.parse(try manager.orMissing("container shutdown-manager").commandLine(in: [:]))
        }
        hook = Result {
            try Self.parse(try (manager?.lifecycle?.preStop?.exec).orMissing("the manager's exec hook").command)
        }
    }

    /// The command that `line` runs, if it is the one that is expected there.
    private static func parse<Command: ParsableCommand>(_ line: [String]) throws -> Command {
        guard line.first == EnvoyPod.binary else {
            throw Missing(description: "\(EnvoyPod.binary) is not what is run: \(line.joined(separator: " "))")
        }
        return try CommandLineParsing.parse(line)
    }
}
