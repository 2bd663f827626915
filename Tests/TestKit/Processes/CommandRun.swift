import Subprocess

/// What a command said and how it ended.
package struct CommandRun: Sendable {
    /// Everything on standard output.
    package let output: String
    /// Everything on standard error.
    package let error: String
    /// The exit code, or nothing when a signal ended it.
    package let exitCode: Int32?

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - program: An absolute path, or a name to look for in `PATH`.
    ///   - arguments: What follows the name.
    ///   - environment: Variables to set, or to remove.
    ///   - user: The user to run as, if not this one.
    /// - Throws: When it cannot be started or says more than 4 MiB; failing is no error.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String?] = [:], user: UInt32? = nil
    ) async throws {
        let executable: Executable = program.contains("/") ? .path(literal(program)) : .name(program)
        var options = PlatformOptions()
        options.userID = user
        let variables = Dictionary(uniqueKeysWithValues: environment.map { (literal($0) as Environment.Key, $1) })
        let result = try await run(
            executable, arguments: Arguments(arguments), environment: .inherit.updating(variables),
            platformOptions: options, output: .string(limit: 4 << 20), error: .string(limit: 4 << 20))
        output = result.standardOutput
        error = result.standardError
        exitCode = if case .exited(let code) = result.terminationStatus { code } else { nil }
    }
}

/// A value of a type that string literals make, from a string that is none.
package func literal<Value: ExpressibleByStringLiteral>(_ text: String) -> Value
where Value.StringLiteralType == String {
    Value(stringLiteral: text)
}
