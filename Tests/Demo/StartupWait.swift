import TestKit

/// What a run of `attache wait` came to.
struct StartupWait: Sendable {
    /// What it printed.
    let text: String
    /// How long it ran.
    let took: Duration

    /// Waits for the Envoy whose admin socket will be in `directory`; it need not be there yet.
    static func run(besideEnvoyIn directory: TemporaryDirectory) async throws -> StartupWait {
        let socket = directory.file("admin.sock")
        let command = ChildProcess.Command(
            name: "wait", executable: try PackageRoot.attache(),
            arguments: ["wait", "--admin-address=\(socket)", "--interval=50ms", "--timeout=30s"])
        return try await withChildProcess(command, in: directory) { process in
            let begin = ContinuousClock.now
            let status = try await process.exit(within: .seconds(35))
            let took = ContinuousClock.now - begin
            guard status == .exited(0) else {
                throw RigError("attache wait ended with \(status): \(process.standardError)")
            }
            return StartupWait(text: process.standardOutput.filter { $0 != "\n" }, took: took)
        }
    }
}
