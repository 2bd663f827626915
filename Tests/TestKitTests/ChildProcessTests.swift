import TestKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ChildProcessTests {
    private func shell(_ script: String, environment: [String: String] = [:]) -> ChildProcess.Command {
        ChildProcess.Command(
            name: "child", executable: "/bin/sh", arguments: ["-c", script], environment: environment)
    }

    @Test func `exit code, output and environment of a child are known`() async throws {
        try await withTemporaryDirectory { directory in
            let command = shell("echo out $GREETING; echo err >&2; exit 7", environment: ["GREETING": "hello you"])
            try await withChildProcess(command, in: directory) { process in
                let status = try await process.exit(within: .seconds(5))
                #expect(status == .exited(7))
                #expect(process.standardOutput == "out hello you\n")
                #expect(process.standardError == "err\n")
                #expect(directory.read("child.out") == "out hello you\n")
            }
        }
    }

    @Test(arguments: [(ChildProcess.Signal.terminate, Int32(15)), (.kill, 9), (.interrupt, 2)])
    func `a signal that ends a child is its status`(signal: ChildProcess.Signal, number: Int32) async throws {
        try await withTemporaryDirectory { directory in
            try await withChildProcess(shell("exec sleep 60"), in: directory) { process in
                #expect(process.isRunning)
                process.signal(signal)
                let status = try await process.exit(within: .seconds(5))
                #expect(status == .signalled(number))
                #expect(!process.isRunning)
            }
        }
    }

    @Test func `a child never outlives its scope, stopped or deaf to SIGTERM`() async throws {
        try await withTemporaryDirectory { directory in
            let begin = ContinuousClock.now
            let identifier = try await withChildProcess(
                shell("trap '' TERM; echo deaf; while :; do sleep 0.1; done"), in: directory
            ) { process in
                try await eventually("the child ignores SIGTERM") { process.standardOutput == "deaf\n" }
                process.signal(.terminate)
                process.signal(.stop)
                return process.identifier
            }
            #expect(TemporaryDirectory(path: "/proc/\(identifier)").read("stat") == nil)
            #expect(ContinuousClock.now - begin < .seconds(5))
        }
    }

    @Test func `a child is ended when its scope throws`() async throws {
        struct Mishap: Error {}
        try await withTemporaryDirectory { directory in
            var identifier: Int32 = 0
            await #expect(throws: Mishap.self) {
                try await withChildProcess(shell("exec sleep 60"), in: directory) { process in
                    identifier = process.identifier
                    throw Mishap()
                }
            }
            #expect(TemporaryDirectory(path: "/proc/\(identifier)").read("stat") == nil)
        }
    }

    @Test func `a missing program is named`() async throws {
        try await withTemporaryDirectory { directory in
            let command = ChildProcess.Command(name: "none", executable: "/nowhere/program")
            await #expect(throws: RigError("no executable at /nowhere/program")) {
                try await withChildProcess(command, in: directory) { _ in }
            }
        }
    }
}
