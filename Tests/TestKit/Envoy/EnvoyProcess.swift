/// A real Envoy that answers LIVE, and its admin interface.
package struct EnvoyProcess: Sendable {
    /// What it was started from.
    package let configuration: EnvoyConfiguration
    /// The process, for signals and its log.
    package let process: ChildProcess

    /// Where it listens.
    package var ports: EnvoyPorts { configuration.ports }

    private var socket: AdminSocket { AdminSocket(path: configuration.adminSocket) }

    /// Asks the admin interface.
    ///
    /// - Parameters:
    ///   - method: GET to look, POST to change.
    ///   - path: The path with its query.
    ///   - limit: How long to wait for the whole answer.
    /// - Returns: The whole answer, whatever its status.
    /// - Throws: A `RequestFailure` when there is none.
    package func admin(
        _ method: SingleRequest.Method, _ path: String, within limit: Duration = .seconds(5)
    ) async throws -> SingleRequest.Answer {
        try await socket.ask(method, path, within: limit)
    }

    /// The gauges that were ever touched, by name.
    package func gauges() async throws -> [String: Int] {
        try await socket.gauges()
    }

    /// The counters that were ever touched, by name.
    package func counters() async throws -> [String: Int] {
        try await socket.counters()
    }

    /// Writes the pressure file of the idle nudge, by rename, as Envoy expects it.
    package func nudgeIdleConnections(_ isOn: Bool = true) throws {
        let file = configuration.idleNudge
        guard let slash = file.lastIndex(of: "/") else { throw RigError("the idle nudge has no directory: \(file)") }
        let directory = TemporaryDirectory(path: String(file[..<slash]))
        try directory.write(isOn ? "1" : "0", to: String(file[file.index(after: slash)...]))
    }

    /// Waits for LIVE, or throws with Envoy's own words as soon as it has ended.
    fileprivate func becomeLive() async throws {
        do {
            try await eventually("Envoy \(configuration.name) is LIVE", within: .seconds(30)) {
                if !process.isRunning { return true }
                return try await admin(.GET, "/ready", within: .seconds(1)).status == 200
            }
        } catch {
            throw RigError("\(error)\n\(process.standardError)")
        }
        if let status = process.exitStatus {
            throw RigError("Envoy \(configuration.name) ended at its start: \(status)\n\(process.standardError)")
        }
    }
}

/// Runs a real Envoy while `body` runs, from the moment its `/ready` says LIVE.
package func withEnvoy<Result: Sendable>(
    _ configuration: EnvoyConfiguration, _ body: (EnvoyProcess) async throws -> Result
) async throws -> Result {
    let file = try configuration.write()
    let command = ChildProcess.Command(
        name: configuration.name, executable: try PackageRoot.envoy(),
        arguments: [
            "-c", file, "--concurrency", String(configuration.concurrency), "--disable-hot-restart",
            "--log-level", "warning", "--service-cluster", "rig", "--service-node", configuration.name,
        ])
    return try await withChildProcess(command, in: configuration.directory) { process in
        let envoy = EnvoyProcess(configuration: configuration, process: process)
        try await envoy.becomeLive()
        return try await body(envoy)
    }
}
