/// A real Envoy that asks the control plane of a `ServedCluster`.
package struct ClusterEnvoy: Sendable {
    /// Where it listens.
    package let ports: ControlledPorts
    /// Its process.
    package let process: ChildProcess
    /// Its admin interface.
    package let admin: AdminSocket

    /// Sends a request for `/` of a host to the plain listener, on a connection of its own.
    package func ask(_ host: String) async throws -> ClientResponse {
        try await ClientConnection.with(port: ports.http) { connection in
            try await connection.send(ClientRequest(host: host))
        }
    }

    /// Waits until a host is answered by the backend of this name.
    package func eventuallyAnswers(_ host: String, by backend: String, within limit: Duration = .seconds(30))
        async throws
    {
        var last: ClientResponse?
        do {
            try await eventually("\(backend) answers for \(host)", within: limit) {
                last = try await ask(host)
                return last?.backend == backend
            }
        } catch {
            let words = process.standardError.suffix(2000)
            throw RigError("\(error); last answer: \(last.map { "\($0)" } ?? "none")\n\(words)")
        }
    }

    /// The counters of its connections to the control plane that were ever touched.
    package func countersOfControlPlane() async throws -> [String: Int] {
        try await admin.counters().filter {
            $0.key.hasPrefix("cluster.contour.") || $0.key.hasPrefix("cluster.projectcontour_")
        }
    }
}

extension Served {
    /// Runs an Envoy on what `attache bootstrap` writes while `body` runs, from the moment it serves.
    ///
    /// - Parameters:
    ///   - bootstrap: What follows the path of the file, beside where the control plane and the admin socket are.
    ///   - program: Another path of the program that writes it.
    ///   - directory: Its own place.
    ///   - body: Runs while it serves.
    package func withEnvoy<Result: Sendable>(
        bootstrap: [String] = [], program: String? = nil, in directory: TemporaryDirectory,
        _ body: (ClusterEnvoy) async throws -> Result
    ) async throws -> Result {
        let (file, admin) = (directory.file("envoy.json"), AdminSocket(path: directory.file("admin.sock")))
        let run = try await CommandRun(
            try program ?? PackageRoot.attache(),
            [
                "bootstrap", file, "--xds-address=127.0.0.1", "--xds-port=\(ports.xds)",
                "--admin-address=\(admin.path)",
            ] + bootstrap)
        guard run.exitCode == 0 else { throw RigError("bootstrap failed: \(run.error)") }
        let command = ChildProcess.Command(
            name: "envoy", executable: try PackageRoot.envoy(),
            arguments: [
                "-c", file, "--concurrency", "1", "--disable-hot-restart", "--log-level", "warning",
                "--service-cluster", "projectcontour", "--service-node", "envoy-1",
            ])
        return try await withChildProcess(command, in: directory) { process in
            do {
                try await TestKit.eventually("Envoy is LIVE", within: .seconds(30)) {
                    if let status = process.exitStatus { throw RigError("it ended: \(status)") }
                    return try await admin.ask(.GET, "/ready", within: .seconds(1)).status == 200
                }
            } catch {
                let words = [process.standardError.suffix(4000).description] + serve.log.suffix(20)
                throw RigError("\(error)\n\(words.joined(separator: "\n"))")
            }
            return try await body(ClusterEnvoy(ports: ports, process: process, admin: admin))
        }
    }
}
