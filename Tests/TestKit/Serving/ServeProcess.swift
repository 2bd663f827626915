/// `attache serve` of a rig, which may end and be started again.
package struct ServeProcess: Sendable {
    private let program: RepeatedProcess
    private let health: Int

    /// The newest process, for its identifier; it may have ended.
    package var current: ChildProcess? { program.current }

    /// How the newest process ended; nil while it runs.
    package var exitStatus: ExitStatus? { program.exitStatus }

    /// Every line on standard error, of all processes in turn.
    package var log: [String] { program.log }

    /// Sends `signal` and waits until the process has ended.
    @discardableResult
    package func stop(_ signal: ChildProcess.Signal = .terminate, within limit: Duration = .seconds(15)) async throws
        -> ExitStatus
    {
        try await program.stop(signal, within: limit)
    }

    /// Starts a new process and waits until its `/ready` says yes.
    package func start() async throws {
        try await program.start {
            try await SingleRequest(.GET, "/ready").answer(from: .loopback(health), within: .seconds(2)).status == 200
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
        let command = ChildProcess.Command(
            name: "serve", executable: try program ?? PackageRoot.attache(), arguments: ["serve"] + arguments,
            environment: environment)
        return try await RepeatedProcess.with(command, in: directory) { program in
            let serve = ServeProcess(program: program, health: health)
            try await serve.start()
            return try await body(serve)
        }
    }
}
