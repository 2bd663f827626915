import ArgumentParser
import EnvoyShutdown
import Glibc

/// The program: one command for each duty.
@main
struct Attache: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: ProgramName.called,
        abstract: "Accompanies Envoy: bootstraps it, configures it, and lets it go without losing anybody.",
        discussion: """
            Exit codes: 0 done; 1 failed, or the command line is wrong, with one line on standard error saying what, \
            where and how to mend it.
            """,
        subcommands: [
            BootstrapCommand.self, ServeCommand.self, CertgenCommand.self, EnvoyCommand.self,
            DiscoveryClientCommand.self, WaitCommand.self,
            VersionCommand.self, ShutdownCommand.self, ShutdownManagerCommand.self,
        ])

    /// Parses the command line, runs the command, and ends with one line and exit code 1 if either fails.
    static func main() async {
        // why: whoever read our output may be gone; that must not end a drain.
        signal(SIGPIPE, SIG_IGN)
        do {
            let arguments = acceptingEmptyValues(takingShortFlagsApart(CommandLine.arguments.dropFirst()))
            var command = try parsed(namingCommandFirst(arguments))
            if let manager = command as? ShutdownManagerCommand {
                // why: from the first step on, or the pool that this thread stands in for would be there already.
                try await EventThread.shared.run { try await manager.run() }
            } else if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            ProcessEnd.leave(with: 0)
        } catch {
            exit(reporting: error)
        }
    }
}

extension Attache {
    /// The command that the arguments select and fill in.
    ///
    /// A command that is named at once is parsed by itself, which spares what the parser does for those above it: with
    /// `_superCommandName` it does not look for a request for completions either. Whatever such a command makes no sense
    /// of, help included, goes to the whole tree, so that every text and exit code is the tree's.
    static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
        let isHelp = arguments.first == "help"
        var named: any ParsableCommand.Type = self
        var rest = isHelp ? arguments.dropFirst() : arguments[...]
        while let word = rest.first, let next = named.subcommand(named: word) {
            named = next
            rest = rest.dropFirst()
        }
        // why: the parser would show the help of the last command it knows, or speak of an argument.
        if let word = rest.first, !word.hasPrefix("-"), !named.configuration.subcommands.isEmpty {
            throw ValidationError("there is no command \"\(word)\" here; there are \(named.subcommandNames)")
        }
        if !isHelp, named != self, let command = try? named.parseAsRoot(Array(rest)), type(of: command) == named {
            return command
        }
        return try parseAsRoot(arguments)
    }
}

/// The group Contour keeps the commands of an Envoy pod in.
struct EnvoyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "envoy",
        abstract: "Commands for the pod in which Envoy runs.",
        subcommands: [ShutdownCommand.self, ShutdownManagerCommand.self, StatusCommand.self, WaitCommand.self])

    func run() async throws { throw Self.missingSubcommand }
}
