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
    /// The sidecar.
    package let manager: ChildProcess
    /// The port of the sidecar.
    package let managerPort: Int
    /// What the containers of the pod share, `/admin` in a cluster.
    package let admin: TemporaryDirectory
    /// Where logs go.
    package let directory: TemporaryDirectory

    /// The arguments by which the commands find each other.
    package var placement: [String] { Self.placement(admin, managerPort) }

    /// Asks the sidecar, as the kubelet does.
    package func ask(
        _ method: SingleRequest.Method, _ path: String, within limit: Duration = .seconds(5)
    ) async throws -> SingleRequest.Answer {
        try await SingleRequest(method, path).answer(from: .loopback(managerPort), within: limit)
    }

    /// The status of the drain.
    package func status() async throws -> JSONValue { try JSONValue(parsing: try await ask(.GET, "/status").body) }

    /// Runs the hook `name` to its end.
    package func runHook(
        _ name: String = "hook", _ arguments: [String] = [], within limit: Duration = .seconds(90)
    ) async throws -> HookRun {
        let command = ChildProcess.Command(
            name: name, executable: try PackageRoot.attache(),
            arguments: ["envoy", "shutdown", "--output=json"] + placement + arguments)
        let begin = ContinuousClock.now
        return try await withChildProcess(command, in: directory) { process in
            let status = try await process.exit(within: limit)
            let ended = ContinuousClock.now
            return HookRun(
                exit: status, report: try? JSONValue(parsing: process.standardOutput), log: process.standardError,
                took: ended - begin, ended: ended)
        }
    }

    /// Ends the pod as the kubelet does: both preStop hooks at once; each container gets SIGTERM when its own hook is over.
    package func terminate(hook arguments: [String] = [], within limit: Duration = .seconds(90)) async throws
        -> Termination
    {
        let begin = ContinuousClock.now
        async let hook = {
            let run = try await runHook("hook", arguments, within: limit)
            manager.signal(.terminate)
            return run
        }()
        let answer = try await ask(.GET, "/shutdown", within: limit)
        let answered = ContinuousClock.now
        envoy.process.signal(.terminate)
        let run = try await hook
        _ = try await envoy.process.exit(within: .seconds(10))
        return Termination(
            hook: run, shutdownStatus: answer.status, shutdownTook: answered - begin, answered: answered,
            managerExit: try await manager.exit(within: .seconds(10)))
    }

    fileprivate static func placement(_ admin: TemporaryDirectory, _ port: Int) -> [String] {
        [
            "--admin-address=\(admin.file("admin.sock"))", "--ready-file=\(admin.file("ok"))", "--serve-port=\(port)",
        ]
    }

    /// Starts another sidecar in the place of one that ended.
    package func withNewManager<Result: Sendable>(
        _ arguments: [String] = [], name: String = "manager-again", _ body: (EnvoyPod) async throws -> Result
    ) async throws -> Result {
        try await withManager(arguments, port: managerPort, admin: admin, in: directory, name: name) { manager in
            try await body(
                EnvoyPod(
                    bootstrap: bootstrap, envoy: envoy, manager: manager, managerPort: managerPort, admin: admin,
                    directory: directory))
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

/// What a run of the hook came to.
package struct HookRun: Sendable {
    package let exit: ExitStatus
    /// What it printed, `--output=json`.
    package let report: JSONValue?
    package let log: String
    package let took: Duration
    package let ended: ContinuousClock.Instant

    /// How the drain ended, in the report's word.
    package var result: String? { report?["result"]?.string }
}

/// How a pod went.
package struct Termination: Sendable {
    package let hook: HookRun
    package let shutdownStatus: Int
    package let shutdownTook: Duration
    package let answered: ContinuousClock.Instant
    package let managerExit: ExitStatus
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
        try await withManager(options.manager, port: port, admin: admin, in: directory, name: name + "-manager") {
            manager in
            try await body(
                EnvoyPod(
                    bootstrap: bootstrap, envoy: envoy, manager: manager, managerPort: port, admin: admin,
                    directory: directory))
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

/// Runs a manager from the moment its `/healthz` answers.
private func withManager<Result: Sendable>(
    _ arguments: [String], port: Int, admin: TemporaryDirectory, in directory: TemporaryDirectory, name: String,
    _ body: (ChildProcess) async throws -> Result
) async throws -> Result {
    let command = ChildProcess.Command(
        name: name, executable: try PackageRoot.attache(),
        arguments: ["envoy", "shutdown-manager"] + EnvoyPod.placement(admin, port) + arguments)
    return try await withChildProcess(command, in: directory) { process in
        try await eventually("the shutdown manager answers /healthz") {
            if let status = process.exitStatus { throw RigError("it ended: \(status) \(process.standardError)") }
            return try await SingleRequest(.GET, "/healthz").answer(from: .loopback(port), within: .seconds(1)).status
                == 200
        }
        return try await body(process)
    }
}
