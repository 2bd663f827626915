internal import FoundationEssentials
internal import Glibc
internal import Subprocess

/// A running program of the rig.
///
/// It lives in the scope of `withChildProcess` and never longer.
/// The process is reaped only when that scope ends, so its identifier stays valid, and signals can reach no other
/// process, however early it exits.
package struct ChildProcess: Sendable {
    /// What to start.
    package struct Command: Sendable {
        /// The name of its two output files, `NAME.out` and `NAME.err`.
        package var name: String
        /// The path of the program.
        package var executable: String
        /// The arguments after the program's name.
        package var arguments: [String]
        /// Variables added to the environment of the tests.
        package var environment: [String: String]

        /// A command line.
        package init(
            name: String, executable: String, arguments: [String] = [], environment: [String: String] = [:]
        ) {
            self.name = name
            self.executable = executable
            self.arguments = arguments
            self.environment = environment
        }
    }

    /// The signals tests send.
    package enum Signal: Sendable {
        case interrupt, terminate, kill, stop, resume

        fileprivate var number: Int32 {
            switch self {
            case .interrupt: SIGINT
            case .terminate: SIGTERM
            case .kill: SIGKILL
            case .stop: SIGSTOP
            case .resume: SIGCONT
            }
        }
    }

    /// The process identifier.
    package let identifier: Int32
    /// The file that receives standard output.
    package let standardOutputFile: String
    /// The file that receives standard error.
    package let standardErrorFile: String
    private let name: String

    fileprivate init(identifier: Int32, name: String, in directory: TemporaryDirectory) {
        self.identifier = identifier
        self.name = name
        self.standardOutputFile = directory.file(name + ".out")
        self.standardErrorFile = directory.file(name + ".err")
    }

    /// Sends `signal`; nothing happens when the process has exited.
    package func signal(_ signal: Signal) {
        _ = kill(identifier, signal.number)
    }

    /// How the process ended; nil while it runs.
    package var exitStatus: ExitStatus? {
        var information = unsafe siginfo_t()
        let options = WEXITED | WNOHANG | WNOWAIT
        guard unsafe waitid(P_PID, id_t(identifier), &information, options) == 0 else { return nil }
        let child = unsafe information._sifields._sigchld
        guard child.si_pid == identifier else { return nil }
        let isExit = unsafe information.si_code == CLD_EXITED
        return isExit ? .exited(child.si_status) : .signalled(child.si_status)
    }

    /// Whether the process runs (or is stopped).
    package var isRunning: Bool { exitStatus == nil }

    /// Waits until the process has ended by itself or by a signal.
    package func exit(within limit: Duration) async throws -> ExitStatus {
        var status: ExitStatus?
        try await eventually("\(name) exits", within: limit, every: .milliseconds(5)) {
            status = exitStatus
            return status != nil
        }
        guard let status else { throw RigError("\(name) has no exit status") }
        return status
    }

    /// What the process wrote to standard output, at most the last 256 KiB.
    package var standardOutput: String { tail(of: standardOutputFile) }

    /// What the process wrote to standard error, at most the last 256 KiB.
    package var standardError: String { tail(of: standardErrorFile) }

    private func tail(of file: String) -> String {
        let content = FileManager.default.contents(atPath: file) ?? Data()
        return String(decoding: content.suffix(262_144), as: UTF8.self)
    }
}

/// Becomes the program, after redirecting its output and limiting what it may write.
///
/// A watcher beside it ends it within a second or two if the tests die without reaching the end of the scope.
private let launcher = """
    out=$1; err=$2; shift 2; child=$$; tests=$PPID
    (while kill -0 $child; do kill -0 $tests || kill -9 $child; sleep 1; done) </dev/null >/dev/null 2>&1 &
    ulimit -f 131072
    exec "$@" >"$out" 2>"$err"
    """

/// Runs `command` while `body` runs; afterwards the process is killed if it still lives, and reaped.
///
/// Its output goes to two files in `directory`, each limited to 64 MiB (the process is ended by SIGXFSZ beyond that).
package func withChildProcess<Result: Sendable>(
    _ command: ChildProcess.Command, in directory: TemporaryDirectory,
    _ body: (ChildProcess) async throws -> Result
) async throws -> Result {
    guard FileManager.default.isExecutableFile(atPath: command.executable) else {
        throw RigError("no executable at \(command.executable)")
    }
    let files = [directory.file(command.name + ".out"), directory.file(command.name + ".err")]
    var additions: [Environment.Key: String?] = [:]
    for (key, value) in command.environment {
        guard let key = Environment.Key(rawValue: key) else { throw RigError("no variable can be named \(key)") }
        additions[key] = value
    }
    let outcome = try await run(
        .name("sh"), arguments: Arguments(["-c", launcher, "sh"] + files + [command.executable] + command.arguments),
        environment: .inherit.updating(additions), input: .none, output: .discarded, error: .discarded
    ) { execution in
        let process = ChildProcess(
            identifier: execution.processIdentifier.value, name: command.name, in: directory)
        let result = try await body(process)
        process.signal(.kill)
        return result
    }
    return outcome.closureResult
}
