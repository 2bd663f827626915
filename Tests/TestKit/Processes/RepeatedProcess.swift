internal import Synchronization

/// A program of a rig, which may end and be started again.
package final class RepeatedProcess: Sendable {
    private struct Run {
        let process: ChildProcess
        /// Written before the process is reaped, after which nobody can ask any more.
        var status: ExitStatus?
    }

    private let command: ChildProcess.Command
    private let directory: TemporaryDirectory
    private let runs = Mutex<[Run]>([])
    private let starts: AsyncStream<Void>
    private let startAgain: AsyncStream<Void>.Continuation

    private init(_ command: ChildProcess.Command, in directory: TemporaryDirectory) {
        self.command = command
        self.directory = directory
        (starts, startAgain) = AsyncStream.makeStream()
    }

    /// The newest process; it may have ended.
    package var current: ChildProcess? { runs.withLock { $0.last?.process } }

    /// How the newest process ended; nil while it runs.
    package var exitStatus: ExitStatus? { runs.withLock { $0.last?.status } }

    /// Every line on standard error, of all processes in turn.
    package var log: [String] {
        runs.withLock { $0.map(\.process) }.flatMap { $0.standardError.split(separator: "\n").map(String.init) }
    }

    /// The last lines of it, for those who read of a failure.
    package var lastWords: String { log.suffix(20).joined(separator: "\n") }

    /// Sends `signal` and waits until the process has ended.
    @discardableResult
    package func stop(_ signal: ChildProcess.Signal = .terminate, within limit: Duration = .seconds(15)) async throws
        -> ExitStatus
    {
        guard let current else { throw RigError("\(command.name) was never started") }
        current.signal(signal)
        var status: ExitStatus?
        try await eventually("\(command.name) ends", within: limit) {
            status = exitStatus
            return status != nil
        }
        guard let status else { throw RigError("\(command.name) has no exit status") }
        return status
    }

    /// Starts a new process, and waits until `isReady`; throws the process's own words as soon as it has ended.
    package func start(within limit: Duration = .seconds(30), until isReady: () async throws -> Bool) async throws {
        let earlier = runs.withLock { $0.count }
        startAgain.yield()
        do {
            try await eventually("\(command.name) is started") { runs.withLock { $0.count } > earlier }
            try await eventually("\(command.name) is ready", within: limit) {
                if exitStatus != nil { return true }
                return try await isReady()
            }
        } catch {
            throw RigError("\(error)\n\(lastWords)")
        }
        if let exitStatus { throw RigError("\(command.name) ended at its start: \(exitStatus)\n\(lastWords)") }
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

    /// Lets `body` start `command`, as often as it likes; when it returns, the last process is killed.
    package static func with<Result: Sendable>(
        _ command: ChildProcess.Command, in directory: TemporaryDirectory,
        _ body: (RepeatedProcess) async throws -> Result
    ) async throws -> Result {
        let program = RepeatedProcess(command, in: directory)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await program.runAll() }
            defer { group.cancelAll() }
            return try await body(program)
        }
    }
}
