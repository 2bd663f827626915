/// A real Envoy that `attache bootstrap` prepared and `attache serve` configures from a directory of YAML.
package struct ControlledEnvoy: Sendable {
    /// What may differ between rigs.
    package struct Options: Sendable {
        /// Further flags of `attache serve`.
        package var flags: [String] = []
        /// How Envoy asks for its configuration.
        package var transport = Transport.aggregated
        /// How many worker threads Envoy has.
        package var concurrency = 1
        /// How long Envoy keeps connections of what was replaced, in whole seconds; nil is its default of 10 minutes.
        package var drainTime: Duration?
        /// Whether Envoy is ended before the scope is over, which then is no complaint.
        package var leaves = false

        /// The usual rig, with these flags.
        package init(flags: [String] = [], transport: Transport = .aggregated) {
            self.flags = flags
            self.transport = transport
        }
    }

    /// How Envoy asks for its configuration.
    package enum Transport: String, Sendable, CaseIterable {
        /// One incremental stream for everything.
        case aggregated = "ads"
        /// Contour's streams, one for each type and resource.
        case perType = "per-type"
    }

    /// Where everything listens.
    package let ports: ControlledPorts
    /// The control plane.
    package let serve: ServeProcess
    /// Envoy's process.
    package let process: ChildProcess
    /// Envoy's admin interface.
    package let admin: AdminSocket
    /// The files that the control plane reads.
    package let objects: ObjectFiles
    /// What Envoy and what runs beside it share, `/admin` in a cluster: its admin socket, `admin.sock`, among others.
    package let directory: TemporaryDirectory

    /// The counters of Envoy that were ever touched, by name.
    package func counters() async throws -> [String: Int] { try await admin.counters() }

    /// The gauges of Envoy that were ever touched, by name.
    package func gauges() async throws -> [String: Int] { try await admin.gauges() }

    /// What Envoy was configured with.
    package func configurationDump() async throws -> JSONValue {
        try JSONValue(parsing: try await admin.ask(.GET, "/config_dump?include_eds").body)
    }

    /// How the counters end that stay 0 as long as all is well.
    private static let dreaded = ["update_rejected", "listener_create_failure", "init_fetch_timeout"]

    /// What must never be: configuration that Envoy refused or waited for in vain, an Envoy or a control plane that ended.
    ///
    /// Empty when all is well.
    package func complaints() async throws -> [String] {
        var complaints: [String] = []
        if let status = process.exitStatus {
            return ["Envoy ended: \(status)\n\(process.standardError.suffix(2000))"]
        }
        if let status = serve.exitStatus, status != .exited(0), status != .signalled(9) {
            complaints.append("serve ended: \(status)\n\(serve.log.suffix(30).joined(separator: "\n"))")
        }
        let counters = try await counters()
        for (name, count) in counters.sorted(by: { $0.key < $1.key })
        where count > 0 && Self.dreaded.contains(where: { name.hasSuffix($0) }) {
            complaints.append("\(name) is \(count)")
        }
        if !complaints.isEmpty {
            complaints += serve.log.filter { $0.contains("refused") || $0.contains("rejected") }.suffix(5)
            complaints += process.standardError.split(separator: "\n").filter { $0.contains("rejected") }.suffix(5)
                .map(String.init)
        }
        return complaints
    }
}

/// Runs a control plane on `files` and a real Envoy that it configures while `body` runs, from the moment Envoy serves.
///
/// - Throws: What `body` throws; afterwards, a `RigError` when there are complaints.
package func withControlledEnvoy<Result: Sendable>(
    files: [String: String] = [:], _ options: ControlledEnvoy.Options = ControlledEnvoy.Options(),
    _ body: (ControlledEnvoy) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { directory in
        let objects = ObjectFiles(directory: try directory.subdirectory("objects"))
        for (name, text) in files {
            try objects.write(name, text)
        }
        try objects.writeFloor()
        let ports = try await ControlledPorts.free()
        return try await ServeProcess.with(
            ["--source=\(objects.directory.path)"] + ports.serveFlags + options.flags, health: ports.health,
            in: directory
        ) { serve in
            let own = try directory.subdirectory("envoy")
            return try await withBootstrappedEnvoy(asking: ports.xds, options, in: own) { process, admin in
                let rig = ControlledEnvoy(
                    ports: ports, serve: serve, process: process, admin: admin, objects: objects, directory: own)
                try await rig.becomeReady()
                let result = try await body(rig)
                if options.leaves { return result }
                try await rig.expectNoComplaints()
                return result
            }
        }
    }
}

/// Runs a second Envoy, which the control plane of `rig` configures as well, while `body` runs, from the moment it serves.
///
/// - Parameters:
///   - rig: The first one.
///   - directory: What the second one and what runs beside it share.
///   - body: Runs while it serves.
/// - Throws: What `body` throws; afterwards, a `RigError` when there are complaints.
package func withAnotherEnvoy<Result: Sendable>(
    beside rig: ControlledEnvoy, in directory: TemporaryDirectory, _ body: (ControlledEnvoy) async throws -> Result
) async throws -> Result {
    try await PortTranslation.with(rig.ports) { ports in
        try await withBootstrappedEnvoy(asking: ports.xds, in: directory) { process, admin in
            let other = ControlledEnvoy(
                ports: ports, serve: rig.serve, process: process, admin: admin, objects: rig.objects,
                directory: directory)
            try await other.becomeReady()
            let result = try await body(other)
            try await other.expectNoComplaints()
            return result
        }
    }
}

/// Runs a real Envoy on what `attache bootstrap` writes, which asks the control plane at a port of this machine.
package func withBootstrappedEnvoy<Result: Sendable>(
    asking port: Int, _ options: ControlledEnvoy.Options = ControlledEnvoy.Options(),
    in directory: TemporaryDirectory, _ body: (ChildProcess, AdminSocket) async throws -> Result
) async throws -> Result {
    let (file, admin) = (directory.file("envoy.json"), AdminSocket(path: directory.file("admin.sock")))
    let run = try await CommandRun(
        try PackageRoot.attache(),
        [
            "bootstrap", file, "--admin-address=\(admin.path)", "--xds-address=127.0.0.1", "--xds-port=\(port)",
            "--xds-transport=\(options.transport.rawValue)",
        ])
    guard run.exitCode == 0 else { throw RigError("attache bootstrap failed: \(run.error)") }
    let command = ChildProcess.Command(
        name: "envoy", executable: try PackageRoot.envoy(),
        arguments: [
            "-c", file, "--concurrency", String(options.concurrency), "--disable-hot-restart", "--log-level",
            "warning", "--service-cluster", "rig", "--service-node", "rig",
        ] + (options.drainTime.map { ["--drain-time-s", String($0.components.seconds)] } ?? []))
    return try await withChildProcess(command, in: directory) { process in try await body(process, admin) }
}

extension ControlledEnvoy {
    fileprivate func expectNoComplaints() async throws {
        let complaints = try await complaints()
        if !complaints.isEmpty { throw RigError(complaints.joined(separator: "\n")) }
    }

    /// Waits until Envoy is LIVE and serves what the files say.
    fileprivate func becomeReady() async throws {
        do {
            try await eventually("Envoy is LIVE", within: .seconds(30)) {
                if let status = process.exitStatus { throw RigError("it ended: \(status)") }
                return try await admin.ask(.GET, "/ready", within: .seconds(1)).status == 200
            }
            try await settle()
        } catch {
            let words = [process.standardError.suffix(4000).description] + serve.log.suffix(20)
            throw RigError("\(error)\n\(words.joined(separator: "\n"))")
        }
    }
}
