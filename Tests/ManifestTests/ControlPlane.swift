import ArgumentParser
import ServeConfiguration
import Testing

@testable import attache

/// The two ways in which the control plane is deployed.
enum Watching: String, CaseIterable, CustomTestStringConvertible {
    case everything
    case namedNamespaces

    var testDescription: String { rawValue }

    /// The folder of its kustomization, below that of the manifests.
    var folder: String { self == .everything ? "." : "namespaced" }

    /// The manifests it is made of that are not about Envoy's pods.
    var files: [String] {
        let own = self == .everything ? [] : ["namespaced/own-namespace.yaml", "namespaced/watched-namespaces.yaml"]
        return ["00-namespace.yaml", "02-rbac.yaml", "03-control-plane.yaml", "06-network-policy.yaml"] + own
    }

    /// Its objects in one text: the files as they are, changed as its kustomization says.
    var text: String {
        get throws {
            let text = try files.map { try Repository.manifest($0) }.joined(separator: "\n---\n")
            guard self == .namedNamespaces else { return text }
            let argument = "        - --config-path=/config/contour.yaml\n"
            let documents = text.replacing(argument, with: argument + "        - --watch-namespaces=default\n")
                .split(separator: "\n---\n")
            return documents.filter { !$0.contains("kind: ClusterRole") }.joined(separator: "\n---\n")
        }
    }
}

/// The control plane as manifests describe it, with our commands parsed by our own parser.
struct ControlPlane {
    let deployment: Workload
    let job: JobObject
    let configuration: ConfigMapObject
    let service: ServiceObject
    let budget: DisruptionBudget
    let policies: [NetworkPolicyObject]
    let accounts: [PlainObject]
    let roles: [RoleObject]
    let bindings: [BindingObject]
    private let serving: Result<ServeCommand, any Error>
    private let issuing: Result<CertgenCommand, any Error>

    /// The fields of a pod that its environment refers to.
    static let fields = ["metadata.namespace": "projectcontour", "metadata.name": "contour-5d9c7b6f4-x7k2p"]

    /// The control plane that the documents of `yaml` describe.
    init(yaml: String) throws {
        func first<Object: Codable>(
            _ type: Object.Type, _ kind: String, where isMeant: (Object) -> Bool = { _ in true }
        ) throws -> Object {
            try Documents.decode(type, kind: kind, from: yaml).first(where: isMeant).orMissing("the \(kind)")
        }
        deployment = try first(Workload.self, "Deployment") { $0.metadata.name == "contour" }
        job = try first(JobObject.self, "Job")
        configuration = try first(ConfigMapObject.self, "ConfigMap")
        service = try first(ServiceObject.self, "Service") { $0.metadata.name == "contour" }
        budget = try first(DisruptionBudget.self, "PodDisruptionBudget")
        policies = try Documents.decode(NetworkPolicyObject.self, kind: "NetworkPolicy", from: yaml)
        accounts = try Documents.decode(PlainObject.self, kind: "ServiceAccount", from: yaml)
        roles = try ["Role", "ClusterRole"].flatMap { try Documents.decode(RoleObject.self, kind: $0, from: yaml) }
        bindings = try ["RoleBinding", "ClusterRoleBinding"].flatMap {
            try Documents.decode(BindingObject.self, kind: $0, from: yaml)
        }
        serving = Self.command(of: deployment.spec.template.spec)
        issuing = Self.command(of: job.spec.template.spec)
    }

    /// What runs all the time.
    var pod: PodSpec { deployment.spec.template.spec }

    /// The container of that pod.
    var container: Container { get throws { try pod.containers.first.orMissing("the container") } }

    /// What the Deployment's container does.
    func serve() throws -> ServeCommand { try serving.get() }

    /// What the Job's container does.
    func certgen() throws -> CertgenCommand { try issuing.get() }

    /// What flags and the ConfigMap come to.
    func settings() throws -> ServeSettings {
        var command = try serve()
        command.file.configPath = nil
        let variables = try container.environment(fields: Self.fields)
        var settings = try command.settings(environment: EnvironmentVariables { variables[$0] })
        let text = try configuration.data["contour.yaml"].orMissing("contour.yaml in the ConfigMap")
        try ConfigurationFile.read(Array(text.utf8), name: "contour.yaml", into: &settings)
        return settings
    }

    private static func command<Command: ParsableCommand>(of spec: PodSpec) -> Result<Command, any Error> {
        Result {
            let container = try spec.containers.first.orMissing("the container")
            let line = container.commandLine(in: container.environment(fields: fields))
            guard line.first == EnvoyPod.binary else {
                throw Missing(description: "\(EnvoyPod.binary) is not what is run: \(line.joined(separator: " "))")
            }
            return try CommandLineParsing.parse(line)
        }
    }
}

/// Command lines as the binary itself reads them.
enum CommandLineParsing {
    /// The command that `line` selects, whatever the binary is called there.
    static func parse<Command: ParsableCommand>(_ line: [String]) throws -> Command {
        let parsed: any ParsableCommand
        do {
            parsed = try Attache.parseAsRoot(acceptingEmptyValues(line.dropFirst()))
        } catch {
            throw Missing(description: "not parsed: \(line.joined(separator: " ")): \(Attache.message(for: error))")
        }
        return try (parsed as? Command).orMissing("\(Command.self) in \(line.joined(separator: " "))")
    }
}
