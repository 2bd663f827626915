import ArgumentParser
import CurlTransport
import DurableFiles
import EnvoyAdmin
import EnvoyShutdown
import Logging
import Operations

/// `attache envoy shutdown`: the preStop hook that has Envoy drained.
struct ShutdownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shutdown", _superCommandName: "\(ProgramName.called) envoy",
        abstract: "Have Envoy drained, and return when it may be ended.",
        discussion: """
            The preStop exec hook of the shutdown-manager container. Exit codes: 0 Envoy may be ended, also at the \
            deadline or because it is gone; 1 the drain was not begun or was undone, or, with --strict, connections were cut \
            or the deadline passed.
            """)

    @OptionGroup var pod: PodFlags

    @OptionGroup(title: "Drain") var drain: DrainFlags

    @Option(help: "What to print at the end: one line of text, the whole report as json, or none.")
    var output = OutputFormat.text

    @Flag(inversion: .prefixedNo, help: "Exit with 1 if a connection was cut or the deadline passed.")
    var strict = false

    func run() async throws {
        let isTerminal = Terminal.isStandardError
        let sinks = isTerminal ? [] : [LogSink.standardError] + (LogSink.containerLog().map { [$0] } ?? [])
        let logger = Logger.lines(context: "shutdown", format: pod.logFormat, sinks: sinks)
        let http = CurlClient()
        let hook = ShutdownHook(
            manager: ManagerClient(http: http, endpoints: pod.managerEndpoints),
            admin: AdminClient(address: try pod.admin(), http: http), options: drain.options,
            directory: pod.adminDirectory, readyFile: ReadyFile(path: pod.readyFile),
            metrics: DrainMetrics(PrometheusRegistry()), logger: logger)
        let progress = DrainProgress(logger: logger, isTerminal: isTerminal)
        let status = try await hook.run { progress.show($0) }
        progress.finish()
        // why: a drain is no less over because nobody reads of it.
        try? report(status, logger)
        let isCut = status.result == .timeout || (status.cut?.total ?? 0) > 0
        if status.result?.isRelease != true || (strict && isCut) { throw ExitCode.failure }
    }

    private func report(_ status: DrainStatus, _ logger: Logger) throws {
        logger.notice("drain over", metadata: ["summary": "\(status.summary ?? "")"])
        switch output {
        case .text: try StandardStream.output.write(Array("\(status.summary ?? "drain over")\n".utf8))
        case .json: try StandardStream.output.write(Array(StatusCoding.line(status).utf8))
        case .none: break
        }
    }
}

/// What a command prints at its end.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, none
}
