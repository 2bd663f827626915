import BenchKit
import Glibc
import TestKit

/// How large the binary is, and how soon its commands do their work.
struct StartBench {
    private static let runs = 20

    /// The release build.
    let binary: String
    /// Where the commands write.
    let directory: TemporaryDirectory

    /// The size of the file.
    func binarySize() throws -> Measurement? {
        let file = unsafe open(binary, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw RigError("no size of \(binary): errno \(errno)") }
        defer { close(file) }
        return Measurement("binary size", [Double(lseek(file, 0, SEEK_END)) / 1e6], "MB", budget: Budget.binarySize)
    }

    /// What starting any program costs on this machine, for context.
    func spawn() throws -> Measurement? {
        Measurement("/bin/true, exec to exit", try timed("/bin/true", []), "ms")
    }

    /// A whole run of the init container's command.
    func bootstrap() throws -> Measurement? {
        let arguments = [
            "bootstrap", directory.file("bootstrap.json"), "--admin-address=\(directory.file("admin.sock"))",
        ]
        return Measurement(
            "attache bootstrap, exec to exit", try timed(binary, arguments), "ms", budget: Budget.bootstrap)
    }

    /// From exec until the sidecar's first answer is read.
    func firstHealthz() async throws -> Measurement? {
        let times = try await samples(Self.runs) { _ in
            let port = try await FreePorts.one()
            let begin = ContinuousClock.now
            let manager = try SpawnedProcess(
                binary,
                [
                    "envoy", "shutdown-manager", "--serve-port=\(port)",
                    "--admin-address=\(directory.file("admin.sock"))", "--ready-file=\(directory.file("ok"))",
                ])
            try await firstAnswer(on: port, before: begin + .seconds(5))
            let took = ContinuousClock.now - begin
            manager.end()
            return took / .milliseconds(1)
        }
        return Measurement("shutdown-manager, exec to first /healthz", times, "ms", budget: Budget.firstHealthz)
    }

    private func firstAnswer(on port: Int, before deadline: ContinuousClock.Instant) async throws {
        while true {
            if let connection = try? LoopbackConnection(port: port) {
                guard try connection.get("/healthz").hasPrefix("HTTP/1.1 200") else {
                    throw RigError("/healthz is not well")
                }
                return
            }
            if ContinuousClock.now > deadline { throw RigError("nobody listens after 5 s") }
            try await Task.sleep(for: .microseconds(200))
        }
    }

    private func timed(_ program: String, _ arguments: [String]) throws -> [Double] {
        try (0..<Self.runs).map { _ in
            let begin = ContinuousClock.now
            let status = try SpawnedProcess(program, arguments).exit()
            let took = ContinuousClock.now - begin
            guard status == 0 else { throw RigError("\(program) \(arguments.first ?? "") ended with status \(status)") }
            return took / .milliseconds(1)
        }
    }
}
