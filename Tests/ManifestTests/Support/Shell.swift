import Subprocess

/// Runs what a person would type.
enum Shell {
    /// How a command ended.
    struct Outcome {
        let succeeded: Bool
        let output: String
        let errors: String
    }

    /// Runs a script, with `input` on its standard input.
    static func run(_ script: String, input: String = "") async throws -> Outcome {
        let result = try await Subprocess.run(
            .name("sh"), arguments: ["-c", script], input: .string(input), output: .string(limit: 1 << 22),
            error: .string(limit: 1 << 20))
        return Outcome(
            succeeded: result.terminationStatus.isSuccess, output: result.standardOutput, errors: result.standardError)
    }

    /// Whether there is such a command.
    static func has(_ command: String) async -> Bool { (try? await run("command -v \(command)").succeeded) ?? false }
}
