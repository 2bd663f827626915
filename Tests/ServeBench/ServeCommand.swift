import TestKit

/// The command lines of the programs that are measured, and where they listen.
struct ServeCommand {
    /// Our binary.
    let binary: String
    /// Envoy.
    let envoy: String
    /// Where everything listens.
    let ports: ControlledPorts
    /// Where logs, the bootstrap and the admin socket are.
    let directory: TemporaryDirectory
    /// The directory of objects.
    let source: TemporaryDirectory

    /// Where the allocations of the control plane are told; nil when they are not counted.
    var heap: HeapAccount.Keeper? {
        HeapAccount.library.map { HeapAccount.Keeper(library: $0, file: directory.file("heap.account")) }
    }

    /// Envoy's admin interface.
    var admin: AdminSocket { AdminSocket(path: directory.file("admin.sock")) }

    /// `attache serve`; `name` names its log.
    func serve(_ name: String) -> ChildProcess.Command {
        let arguments = [
            "serve", "--source=\(source.path)", "--xds-address=127.0.0.1", "--xds-port=\(ports.xds)",
            "--http-address=127.0.0.1", "--http-port=\(ports.metrics)", "--health-address=127.0.0.1",
            "--health-port=\(ports.health)", "--debug-http-address=127.0.0.1", "--debug-http-port=\(ports.debug)",
            "--envoy-service-http-address=127.0.0.1", "--envoy-service-http-port=\(ports.http)",
            "--envoy-service-https-address=127.0.0.1", "--envoy-service-https-port=\(ports.https)",
            "--stats-address=127.0.0.1", "--stats-port=\(ports.statistics)",
            "--envoy-http-access-log=/dev/null", "--envoy-https-access-log=/dev/null",
        ]
        guard let heap else { return ChildProcess.Command(name: name, executable: binary, arguments: arguments) }
        let counted = heap.counting(binary, arguments)
        return ChildProcess.Command(name: name, executable: counted.executable, arguments: counted.arguments)
    }

    /// Envoy with one worker, from the bootstrap that ``bootstrap()`` writes.
    var proxy: ChildProcess.Command {
        ChildProcess.Command(
            name: "envoy", executable: envoy,
            arguments: [
                "-c", directory.file("envoy.json"), "--concurrency", "1", "--disable-hot-restart", "--log-level",
                "warning", "--service-cluster", "bench", "--service-node", "bench",
            ])
    }

    /// Runs `attache bootstrap`.
    func bootstrap() async throws {
        let run = try await CommandRun(
            binary,
            [
                "bootstrap", directory.file("envoy.json"), "--admin-address=\(admin.path)",
                "--xds-address=127.0.0.1", "--xds-port=\(ports.xds)",
            ])
        guard run.exitCode == 0 else { throw RigError("attache bootstrap failed: \(run.error)") }
    }
}
