import ArgumentParser
import DurableFiles
import Logging
import Operations

/// A line on standard error for whoever ran the command.
struct Complaint {
    /// The words that name the command, without the program's: `envoy shutdown`.
    let command: String
    /// How the line is written: as text, or as lines of the log are.
    let format: LogFormat

    /// The most of a text that is put into a line of the log, in bytes; each may become six, and such a line is cut at 4096.
    private static let longestText = 600

    /// Writes exactly one line about why the command fails, whatever `text` holds.
    func write(_ text: String) { write(text, .critical) }

    /// Writes exactly one line about what is odd, whatever `text` holds.
    func warn(_ text: String) { write(text, .warning) }

    private func write(_ text: String, _ level: Logger.Level) {
        switch format {
        case .text:
            let words = "\(ProgramName.called)\(command.isEmpty ? "" : " ")\(command)"
            // Nobody is left to be told when even this fails.
            try? StandardStream.error.write(Array(Self.oneLine("\(words): \(text)").utf8))
        case .json:
            let isLong = text.utf8.count > Self.longestText
            let shown = isLong ? String(decoding: text.utf8.prefix(Self.longestText), as: UTF8.self) + "…" : text
            Logger.lines(context: command.isEmpty ? ProgramName.called : command, format: .json).log(
                level: level, level == .warning ? "command warns" : "command failed",
                metadata: [level == .warning ? "warning" : "error": "\(shown)"])
        }
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

    /// How arguments ask for the log; they may be wrong otherwise.
    static func format(in arguments: some Sequence<String>) -> LogFormat {
        var isValue = false
        for argument in arguments {
            if argument == "--log-format=json" || (isValue && argument == "json") { return .json }
            isValue = argument == "--log-format"
        }
        return .text
    }
}

extension ParsableCommand {
    /// Ends the process: help and version as the parser writes them, anything else as one line and exit code 1.
    static func exit(reporting error: any Error, arguments: [String] = CommandLine.arguments) -> Never {
        let code = exitCode(for: error)
        if let code = error as? ExitCode { ProcessEnd.leave(with: code.rawValue) }
        if code.isSuccess { exit(withError: error) }
        Complaint(command: commandPath(arguments.dropFirst()), format: Complaint.format(in: arguments))
            .write(message(for: error))
        ProcessEnd.leave(with: ExitCode.failure.rawValue)
    }

    /// The words that select a command below this one, as far as the arguments name one: `envoy shutdown`.
    private static func commandPath(_ arguments: some Sequence<String>) -> String {
        var path: [String] = []
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

    /// The names of the commands right below this one, for people.
    static var subcommandNames: String {
        configuration.subcommands.map { $0._commandName }.joined(separator: ", ")
    }

    /// What is wrong where one of the commands below has to be named, and none is.
    static var missingSubcommand: ValidationError {
        ValidationError("name one of the commands \(subcommandNames)")
    }
}
