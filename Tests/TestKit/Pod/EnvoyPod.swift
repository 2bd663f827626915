/// An Envoy pod on this machine: bootstrapped by `attache bootstrap`, with `attache envoy shutdown-manager` beside it, and
/// ended the way the kubelet ends pods.
package struct EnvoyPod: Sendable {
    /// What may differ between pods.
    package struct Options: Sendable {
        /// Arguments of the manager besides those that place it.
        package var manager: [String] = []
        /// Whether the bootstrap prepares the closing of idle connections.
        package var nudges = true
        /// Envoy's idle timeout for HTTP connections; `nil` is its default of an hour.
        package var idleTimeout: Duration?

        /// A pod as in the manifests.
        package init(manager: [String] = [], nudges: Bool = true, idleTimeout: Duration? = nil) {
            self.manager = manager
            self.nudges = nudges
            self.idleTimeout = idleTimeout
        }
    }

    /// How `attache bootstrap` went.
    package let bootstrap: BootstrapRun
    /// The data plane.
    package let envoy: EnvoyProcess
    /// What runs in the pod.
    package let containers: PodContainers

    /// The sidecar.
    package var manager: ChildProcess { containers.manager }
    /// The port of the sidecar.
    package var managerPort: Int { containers.managerPort }
    /// What the containers of the pod share, `/admin` in a cluster.
    package var admin: TemporaryDirectory { containers.admin }
    /// Where logs go.
    package var directory: TemporaryDirectory { containers.directory }
    /// The arguments by which the commands find each other.
    package var placement: [String] { containers.placement }

    /// Asks the sidecar, as the kubelet does.
    package func ask(
        _ method: SingleRequest.Method, _ path: String, within limit: Duration = .seconds(5)
    ) async throws -> SingleRequest.Answer {
        try await containers.ask(method, path, within: limit)
    }

    /// The status of the drain.
    package func status() async throws -> JSONValue { try await containers.status() }

    /// Runs the hook `name` to its end.
    package func runHook(
        _ name: String = "hook", _ arguments: [String] = [], within limit: Duration = .seconds(90)
    ) async throws -> HookRun {
        try await containers.runHook(name, arguments, within: limit)
    }

    /// Ends the pod as the kubelet does: both preStop hooks at once; each container gets SIGTERM when its own hook is over.
    package func terminate(hook arguments: [String] = [], within limit: Duration = .seconds(90)) async throws
        -> Termination
    {
        try await containers.terminate(hook: arguments, within: limit)
    }

    /// Starts another sidecar in the place of one that ended.
    package func withNewManager<Result: Sendable>(
        _ arguments: [String] = [], name: String = "manager-again", _ body: (EnvoyPod) async throws -> Result
    ) async throws -> Result {
        try await withShutdownManager(
            arguments, beside: envoy.process, port: managerPort, admin: admin, in: directory, name: name
        ) { containers in
            try await body(EnvoyPod(bootstrap: bootstrap, envoy: envoy, containers: containers))
        }
    }
}

/// What a run of `attache bootstrap` came to.
package struct BootstrapRun: Sendable {
    /// The configuration it wrote.
    package let text: String
    /// How long it took, to the nearest 5 ms above.
    package let took: Duration
}

/// Runs a pod in front of the given backends while `body` runs.
package func withEnvoyPod<Result: Sendable>(
    _ name: String, _ options: EnvoyPod.Options = EnvoyPod.Options(), in directory: TemporaryDirectory,
    httpBackend: Int, tcpBackend: Int, _ body: (EnvoyPod) async throws -> Result
) async throws -> Result {
    let admin = try directory.subdirectory(name + "-admin")
    let bootstrap = try await bootstrapped(
        name, ["--idle-nudge=\(options.nudges ? "on" : "off")"], admin: admin, in: directory)
    var configuration = try await EnvoyConfiguration(
        name: name, in: directory, httpBackend: httpBackend, tcpBackend: tcpBackend, bootstrap: bootstrap.text)
    configuration.idleTimeout = options.idleTimeout
    let port = try await FreePorts.one()
    return try await withEnvoy(configuration) { envoy in
        try await withShutdownManager(
            options.manager, beside: envoy.process, port: port, admin: admin, in: directory, name: name + "-manager"
        ) { containers in
            try await body(EnvoyPod(bootstrap: bootstrap, envoy: envoy, containers: containers))
        }
    }
}

/// Runs `attache bootstrap`.
private func bootstrapped(
    _ name: String, _ arguments: [String], admin: TemporaryDirectory, in directory: TemporaryDirectory
) async throws -> BootstrapRun {
    let file = name + "-bootstrap.json"
    let command = ChildProcess.Command(
        name: name + "-init", executable: try PackageRoot.attache(),
        arguments: ["bootstrap", directory.file(file), "--admin-address=\(admin.file("admin.sock"))"] + arguments)
    return try await withChildProcess(command, in: directory) { process in
        let begin = ContinuousClock.now
        let status = try await process.exit(within: .seconds(10))
        let took = ContinuousClock.now - begin
        guard status == .exited(0), let text = directory.read(file) else {
            throw RigError("attache bootstrap ended with \(status): \(process.standardError)")
        }
        return BootstrapRun(text: text, took: took)
    }
}
