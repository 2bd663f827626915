import FoundationEssentials
import Glibc
import TestKit

/// A child started without a shell in between, its output thrown away; it is killed and reaped with its scope.
struct SpawnedProcess: ~Copyable {
    private let identifier: pid_t

    /// Starts `program`, which inherits the environment.
    init(_ program: String, _ arguments: [String]) throws {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            unsafe posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        let variables = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
        let argv = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        let environment = unsafe variables.map { unsafe strdup($0) } + [nil]
        defer { unsafe (argv + environment).forEach { unsafe free($0) } }
        var child: pid_t = 0
        let code = unsafe posix_spawn(&child, program, &actions, nil, argv, environment)
        guard code == 0 else { throw RigError("\(program) cannot be started: errno \(code)") }
        identifier = child
    }

    deinit {
        kill(identifier, SIGKILL)
        waitpid(identifier, nil, 0)
    }

    /// Kills it.
    consuming func end() {}

    /// Waits for its end and returns the status as `wait` encodes it; 0 is success.
    consuming func exit() throws -> Int32 {
        let identifier = identifier
        discard self
        var status: Int32 = 0
        guard unsafe waitpid(identifier, &status, 0) == identifier else {
            throw RigError("a child cannot be waited for: errno \(errno)")
        }
        return status
    }
}
