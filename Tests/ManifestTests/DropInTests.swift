import ArgumentParser
import Certificates
import Conventions
import EnvoyBootstrap
import EnvoyShutdown
import EnvoyTranslation
import KubernetesAPI
import ServeConfiguration
import Testing

@testable import attache

/// Contour's own manifests, with nothing changed but the name of the image: what their containers run, as it is told in
/// Contour's `examples/contour`.
enum ContourManifests {
    /// One container of theirs, or one hook.
    struct Run: Sendable, CustomTestStringConvertible {
        let name: String
        let line: [String]
        var environment: [String: String] = [:]

        var testDescription: String { name }
    }

    private static let namespace = ["CONTOUR_NAMESPACE": "projectcontour"]

    static let serve = Run(
        name: "Deployment contour",
        line: [
            "contour", "serve", "--incluster", "--xds-address=0.0.0.0", "--xds-port=8001",
            "--contour-cafile=/certs/ca.crt", "--contour-cert-file=/certs/tls.crt",
            "--contour-key-file=/certs/tls.key", "--config-path=/config/contour.yaml",
        ], environment: namespace.merging(["POD_NAME": "contour-5d9c7b6f4-x7k2p"]) { $1 })

    static let certgen = Run(
        name: "Job contour-certgen",
        line: [
            "contour", "certgen", "--kube", "--incluster", "--overwrite", "--secrets-format=compact",
            "--namespace=projectcontour",
        ], environment: namespace)

    static let initconfig = Run(
        name: "DaemonSet envoy, envoy-initconfig",
        line: [
            "contour", "bootstrap", "/config/envoy.json", "--xds-address=contour", "--xds-port=8001",
            "--xds-resource-version=v3", "--resources-dir=/config/resources", "--envoy-cafile=/certs/ca.crt",
            "--envoy-cert-file=/certs/tls.crt", "--envoy-key-file=/certs/tls.key",
        ], environment: namespace)

    static let manager = Run(
        name: "DaemonSet envoy, shutdown-manager", line: ["/bin/contour", "envoy", "shutdown-manager"])

    static let hook = Run(
        name: "DaemonSet envoy, hook of shutdown-manager", line: ["/bin/contour", "envoy", "shutdown"])

    static let all = [serve, certgen, initconfig, manager, hook]

    /// What Contour's bindings allow to its accounts.
    static let bindings = [
        "ClusterRoleBinding contour": "ClusterRole contour", "RoleBinding contour": "Role contour-certgen",
        "RoleBinding contour-rolebinding": "Role contour",
    ]

    /// What Contour's roles allow: verbs on kinds. Roles of ours allow more, which is what we do without here.
    static let rights: [(verbs: Set<String>, group: String, resources: Set<String>, isEverywhere: Bool)] = [
        (["get", "list", "watch"], "", ["configmaps", "namespaces", "secrets", "services"], true),
        (["get", "list", "watch"], "discovery.k8s.io", ["endpointslices"], true),
        (["get", "list", "watch"], "networking.k8s.io", ["ingresses"], true),
        (["create", "get", "update"], "networking.k8s.io", ["ingresses/status"], true),
        (
            ["get", "list", "watch"], "projectcontour.io",
            ["contourconfigurations", "extensionservices", "httpproxies", "tlscertificatedelegations"], true
        ),
        (
            ["create", "get", "update"], "projectcontour.io",
            ["contourconfigurations/status", "extensionservices/status", "httpproxies/status"], true
        ),
        (["create", "get", "update"], "", ["events"], false),
        (["create", "get", "update"], "coordination.k8s.io", ["leases"], false),
    ]
}

/// Changing Contour's image to ours works with Contour's own manifests.
@Suite struct `Contour's own manifests` {
    @Test func `serve as they ask`() throws {
        let run = ContourManifests.serve
        let command: ServeCommand = try CommandLineParsing.parse(run.line)
        #expect(command.file.configPath == "/config/contour.yaml")
        var detached = command
        detached.file.configPath = nil
        let settings = try detached.settings(environment: EnvironmentVariables { run.environment[$0] })
        #expect(settings.cluster.isInCluster)
        #expect(settings.listen.xds == BindAddress(address: "0.0.0.0", port: 8001))
        let files = ServeSettings.SecurityFiles(
            authorities: "/certs/ca.crt", certificate: "/certs/tls.crt", key: "/certs/tls.key")
        #expect(try XDSProtection.choose(settings.listen, isLocal: false) == .mutualTLS(files))
        // The ports that their Services, probes and annotations name.
        #expect(settings.listen.metrics.port == 8000 && settings.listen.health.port == 8000)
        #expect(settings.listen.debug == BindAddress(address: "127.0.0.1", port: 6060))
        #expect(settings.address.service.description == "projectcontour/envoy")
        #expect(settings.translation.listeners.http.port == 8080 && settings.translation.listeners.https.port == 8443)
        #expect(settings.translation.inspection.statistics.port == 8002)
    }

    /// Comments, and the keys that stand there with their default values, or with none.
    @Test func `their configuration file is taken`() throws {
        let text = """
            # disableAllowChunkedLength: false
            disablePermitInsecure: false
            tls:
            # minimum-protocol-version: "1.2"
              fallback-certificate:
            #   name: fallback-secret-name
            accesslog-format: envoy
            # timeouts:
            #   request-timeout: infinity
            """
        var settings = ServeSettings(namespace: "projectcontour")
        try ConfigurationFile.read(Array(text.utf8), name: "contour.yaml", into: &settings)
        #expect(settings == ServeSettings(namespace: "projectcontour"))
    }

    @Test func `issue certificates as they ask`() throws {
        let command: CertgenCommand = try CommandLineParsing.parse(ContourManifests.certgen.line)
        let options = try command.flags.options(environment: EnvironmentVariables { _ in nil })
        #expect(options.outputs == [.cluster] && command.flags.incluster)
        #expect(options.overwrites && options.format == .compact)
        #expect(options.namespace == "projectcontour")
        // Their role allows to create and update Secrets, but not to read them.
        #expect(options.renewBefore == nil)
    }

    @Test func `write the bootstrap as they ask`() throws {
        let run = ContourManifests.initconfig
        let command: BootstrapCommand = try CommandLineParsing.parse(run.line)
        let (settings, warnings) = try command.options(
            environment: EnvironmentVariables { run.environment[$0] }
        ).validated()
        #expect(warnings.isEmpty && command.path == "/config/envoy.json")
        #expect(settings.adminSocket == "/admin/admin.sock" && settings.xds.port == 8001)
        let files = TLSFiles(authority: "/certs/ca.crt", certificate: "/certs/tls.crt", privateKey: "/certs/tls.key")
        #expect(settings.security == .rotatedFiles(files, directory: "/config/resources"))
    }

    @Test func `let Envoy go as they ask`() throws {
        let manager: ShutdownManagerCommand = try CommandLineParsing.parse(ContourManifests.manager.line)
        let hook: ShutdownCommand = try CommandLineParsing.parse(ContourManifests.hook.line)
        #expect(manager.mode == .container && manager.pod.servePort == 8090)
        #expect(manager.drain.options == hook.drain.options)
        #expect(manager.pod.adminAddress == "/admin/admin.sock" && hook.pod.readyFile == "/admin/ok")
    }

    /// What a binding allows cannot be changed, nor which pods belong to a Deployment: ours could not be applied over theirs.
    @Test func `give way to ours where nothing can be changed`() throws {
        let plane = try ControlPlane(yaml: try Watching.everything.text)
        for binding in plane.bindings {
            let name = "\(binding.kind) \(binding.metadata.name ?? "")"
            #expect(ContourManifests.bindings[name] == "\(binding.roleRef.kind) \(binding.roleRef.name)", "\(name)")
        }
        #expect(plane.deployment.spec.selector.matchLabels == ["app": "contour"])
    }

    /// What our roles allow beyond Contour's, and so what is done without: classes are not looked at, statuses are replaced
    /// rather than applied, the Lease is asked for rather than watched, Events are told of objects beside us only.
    @Test func `their roles allow what cannot be done without`() throws {
        let needed = try AccessRight.serving(try ControlPlane(yaml: try Watching.everything.text))
        let missing = needed.filter { right in
            !ContourManifests.rights.contains { theirs in
                theirs.verbs.contains(right.verb) && theirs.group == right.group
                    && theirs.resources.contains(right.resource) && (theirs.isEverywhere || right.namespace != nil)
            }
        }
        expectSame(
            missing.map(\.description).sorted(),
            [
                "create events in all", "get ingressclasses.networking.k8s.io in all",
                "list ingressclasses.networking.k8s.io in all",
                "patch extensionservices/status.projectcontour.io in all",
                "patch httpproxies/status.projectcontour.io in all", "patch ingresses/status.networking.k8s.io in all",
                "update events in all", "watch ingressclasses.networking.k8s.io in all",
                "watch leases.coordination.k8s.io leader-elect in projectcontour",
            ])
    }
}

/// The binary under Contour's name.
@Suite struct `The binary called contour` {
    @Test func `says its version`() async throws {
        let outcome = try await Self.run(["contour", "version"])
        #expect(outcome.succeeded && outcome.output == "version: \(VersionCommand.release)\n")
    }

    /// Outside a pod these commands end at once, for what they do not find: no flag is what stops them.
    @Test(arguments: [
        (ContourManifests.serve, "/config/contour.yaml"), (ContourManifests.certgen, "KUBERNETES_SERVICE"),
        (ContourManifests.initconfig, "/certs/ca.crt"),
    ])
    func `ends with one line that says what is missing`(run: ContourManifests.Run, missing: String) async throws {
        let outcome = try await Self.run(run.line)
        #expect(!outcome.succeeded)
        #expect(outcome.errors.contains(missing), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    }

    @Test func `lets go of an Envoy that is not there`() async throws {
        let outcome = try await Self.run(ContourManifests.hook.line)
        #expect(outcome.succeeded && outcome.output.hasPrefix("envoy is gone"), "\(outcome.output)")
    }

    @Test(arguments: ContourManifests.all)
    func `ends with one line for a flag that does not exist`(run: ContourManifests.Run) async throws {
        let outcome = try await Self.run(run.line + ["--no-such-flag"])
        #expect(!outcome.succeeded)
        #expect(outcome.errors.hasPrefix("contour ") && outcome.errors.contains("--no-such-flag"), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    }

    /// Runs it through a link called contour that is found on the path, as the image has one.
    private static func run(_ line: [String]) async throws -> Shell.Outcome {
        let words = ["contour"] + line.dropFirst()
        return try await Shell.run(
            """
            set -e; bin=$(mktemp -d); trap 'rm -rf "$bin"' EXIT
            ln -s '\(try Binary.path())' "$bin/contour"; PATH="$bin:$PATH"
            unset KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT
            timeout 60 \(words.map { "'\($0)'" }.joined(separator: " "))
            """)
    }
}
