internal import Synchronization

/// `attache serve` of a rig, which may end and be started again.
package final class ServeProcess: Sendable {
    private struct Run {
        let process: ChildProcess
        /// Written before the process is reaped, after which nobody can ask any more.
        var status: ExitStatus?
    }

    private let command: ChildProcess.Command
    private let directory: TemporaryDirectory
    private let health: Int
    private let runs = Mutex<[Run]>([])
    private let starts: AsyncStream<Void>
    private let startAgain: AsyncStream<Void>.Continuation

    private init(command: ChildProcess.Command, directory: TemporaryDirectory, health: Int) {
        self.command = command
        self.directory = directory
        self.health = health
        (starts, startAgain) = AsyncStream.makeStream()
    }

    /// The newest process, for its identifier; it may have ended.
    package var current: ChildProcess? { runs.withLock { $0.last?.process } }

    /// How the newest process ended; nil while it runs.
    package var exitStatus: ExitStatus? { runs.withLock { $0.last?.status } }

    /// Every line on standard error, of all processes in turn.
    package var log: [String] {
        runs.withLock { $0.map(\.process) }.flatMap { $0.standardError.split(separator: "\n").map(String.init) }
    }

    /// Sends `signal` and waits until the process has ended.
    @discardableResult
    package func stop(_ signal: ChildProcess.Signal = .terminate, within limit: Duration = .seconds(15)) async throws
        -> ExitStatus
    {
        guard let current else { throw RigError("serve was never started") }
        current.signal(signal)
        var status: ExitStatus?
        try await eventually("serve ends", within: limit) {
            status = exitStatus
            return status != nil
        }
        guard let status else { throw RigError("serve has no exit status") }
        return status
    }

    /// Starts a new process and waits until its `/ready` says yes.
    package func start() async throws {
        let earlier = runs.withLock { $0.count }
        startAgain.yield()
        try await eventually("serve is started again") { runs.withLock { $0.count } > earlier }
        try await becomeReady()
    }

    /// Waits until `/ready` says yes, or throws with serve's own words as soon as it has ended.
    private func becomeReady() async throws {
        do {
            try await eventually("serve is ready", within: .seconds(30)) {
                if exitStatus != nil { return true }
                return try await SingleRequest(.GET, "/ready").answer(from: .loopback(health), within: .seconds(2))
                    .status
                    == 200
            }
        } catch {
            throw RigError("\(error)\n\(log.suffix(20).joined(separator: "\n"))")
        }
        if let status = exitStatus {
            throw RigError("serve ended at its start: \(status)\n\(log.suffix(20).joined(separator: "\n"))")
        }
    }

    private func runAll() async throws {
        var count = 0
        for await _ in starts {
            count += 1
            var command = command
            command.name += "-\(count)"
            try await withChildProcess(command, in: directory) { process in
                let number = runs.withLock { runs in
                    runs.append(Run(process: process))
                    return runs.count - 1
                }
                while true {
                    if let status = process.exitStatus { return runs.withLock { $0[number].status = status } }
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
        }
    }

    /// Runs `attache serve` with `arguments` while `body` runs, from the moment it is ready.
    ///
    /// - Parameters:
    ///   - arguments: What follows `serve`.
    ///   - program: Another path of the program, as under another name; nil for the usual one.
    ///   - environment: Variables added to those of the tests.
    ///   - health: The port of its `/ready`.
    ///   - directory: Where its output goes.
    ///   - body: Runs while it runs.
    package static func with<Result: Sendable>(
        _ arguments: [String], program: String? = nil, environment: [String: String] = [:], health: Int,
        in directory: TemporaryDirectory, _ body: (ServeProcess) async throws -> Result
    ) async throws -> Result {
        let serve = ServeProcess(
            command: ChildProcess.Command(
                name: "serve", executable: try program ?? PackageRoot.attache(), arguments: ["serve"] + arguments,
                environment: environment),
            directory: directory, health: health)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await serve.runAll() }
            defer { group.cancelAll() }
            try await serve.start()
            return try await body(serve)
        }
    }
}
