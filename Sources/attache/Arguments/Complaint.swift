import ArgumentParser
import DurableFiles

/// A line on standard error for whoever ran the command.
enum Complaint {
    /// Writes exactly one line, whatever `text` holds.
    static func write(_ text: String) {
        // Nobody is left to be told when even this fails.
        try? StandardStream.error.write(Array(oneLine(text).utf8))
    }

    /// The text with every line break and the indentation after it made one blank, and a line break at the end.
    ///
    /// Other control characters are escaped, so that a quoted path cannot do anything to a terminal.
    static func oneLine(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            String(line.drop(while: \.isWhitespace))
        }
        let escaped = lines.joined(separator: " ").unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
        }
        return escaped.joined() + "\n"
    }
}

extension ParsableCommand {
    /// Ends the process: help and version as the parser writes them, anything else as one line and exit code 1.
    static func exit(reporting error: any Error, arguments: [String] = CommandLine.arguments) -> Never {
        let code = exitCode(for: error)
        if let code = error as? ExitCode { ProcessEnd.leave(with: code.rawValue) }
        if code.isSuccess { exit(withError: error) }
        Complaint.write("\(commandPath(arguments.dropFirst())): \(message(for: error))")
        ProcessEnd.leave(with: ExitCode.failure.rawValue)
    }

    /// The words that select a command, as far as the arguments name one: `attache envoy shutdown`.
    private static func commandPath(_ arguments: some Sequence<String>) -> String {
        var path = [_commandName]
        var command: any ParsableCommand.Type = self
        for argument in arguments {
            guard let next = command.subcommand(named: argument) else { continue }
            path.append(next._commandName)
            command = next
        }
        return path.joined(separator: " ")
    }

    /// The command right below this one that has the name, or the alias.
    static func subcommand(named name: String) -> (any ParsableCommand.Type)? {
        configuration.subcommands.first { $0._commandName == name || $0.configuration.aliases.contains(name) }
    }
}
