/// The containers of an Envoy pod: an Envoy, wherever its configuration comes from, and `attache envoy shutdown-manager`
/// beside it. They are ended the way the kubelet ends pods.
package struct PodContainers: Sendable {
    /// The data plane.
    package let envoy: ChildProcess
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

    fileprivate static func placement(_ admin: TemporaryDirectory, _ port: Int) -> [String] {
        [
            "--admin-address=\(admin.file("admin.sock"))", "--ready-file=\(admin.file("ok"))", "--serve-port=\(port)",
        ]
    }

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
        envoy.signal(.terminate)
        let run = try await hook
        _ = try await envoy.exit(within: .seconds(10))
        return Termination(
            hook: run, shutdownStatus: answer.status, shutdownTook: answered - begin, answered: answered,
            managerExit: try await manager.exit(within: .seconds(10)))
    }
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

/// Runs a manager beside an Envoy while `body` runs, from the moment its `/healthz` answers.
///
/// - Parameters:
///   - arguments: Arguments of the manager besides those that place it.
///   - envoy: The Envoy it is to drain.
///   - port: The loopback port it listens on.
///   - admin: The directory with Envoy's admin socket, `admin.sock`.
///   - directory: Where logs go.
///   - name: Names the process.
///   - body: Runs while the manager does.
package func withShutdownManager<Result: Sendable>(
    _ arguments: [String] = [], beside envoy: ChildProcess, port: Int, admin: TemporaryDirectory,
    in directory: TemporaryDirectory, name: String = "manager", _ body: (PodContainers) async throws -> Result
) async throws -> Result {
    let command = ChildProcess.Command(
        name: name, executable: try PackageRoot.attache(),
        arguments: ["envoy", "shutdown-manager"] + PodContainers.placement(admin, port) + arguments)
    return try await withChildProcess(command, in: directory) { process in
        try await eventually("the shutdown manager answers /healthz") {
            if let status = process.exitStatus { throw RigError("it ended: \(status) \(process.standardError)") }
            return try await SingleRequest(.GET, "/healthz").answer(from: .loopback(port), within: .seconds(1)).status
                == 200
        }
        return try await body(
            PodContainers(envoy: envoy, manager: process, managerPort: port, admin: admin, directory: directory))
    }
}
