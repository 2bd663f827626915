import ArgumentParser
import EnvoyShutdown
import Glibc

/// The program: one command for each duty.
@main
struct Attache: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attache",
        abstract: "Accompanies Envoy: bootstraps it, configures it, and lets it go without losing anybody.",
        discussion: """
            Exit codes: 0 done; 1 failed, or the command line is wrong, with one line on standard error saying what, \
            where and how to mend it.
            """,
        subcommands: [
            BootstrapCommand.self, ServeCommand.self, EnvoyCommand.self, DiscoveryClientCommand.self, WaitCommand.self,
            VersionCommand.self, ShutdownCommand.self, ShutdownManagerCommand.self,
        ])

    /// Parses the command line, runs the command, and ends with one line and exit code 1 if either fails.
    static func main() async {
        // why: whoever read our output may be gone; that must not end a drain.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot(acceptingEmptyValues(CommandLine.arguments.dropFirst()))
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

/// The group Contour keeps the commands of an Envoy pod in.
struct EnvoyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "envoy",
        abstract: "Commands for the pod in which Envoy runs.",
        subcommands: [ShutdownCommand.self, ShutdownManagerCommand.self, StatusCommand.self, WaitCommand.self])
}
