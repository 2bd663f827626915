import ArgumentParser
import Conventions
import CurlTransport
import DurableFiles
import EnvoyAdmin
import EnvoyShutdown
import Glibc

/// `attache envoy status`: who is connected, and where the drain stands.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show who is connected to Envoy and where its drain stands.",
        discussion: "Exit codes: 0 Envoy answers; 1 it does not.")

    @OptionGroup var pod: PodFlags

    @Flag(inversion: .prefixedNo, help: "Go on showing it, until interrupted or released.")
    var watch = false

    @Option(help: ArgumentHelp("How often to look, with --watch.", valueName: "duration"))
    var interval = GoDuration(duration: .milliseconds(500))

    @Option(help: "A table as text, one line of json, or none.")
    var output = OutputFormat.text

    func run() async throws {
        let http = CurlClient()
        let reader = StatusReader(
            http: http, endpoints: pod.managerEndpoints, admin: AdminClient(address: try pod.admin(), http: http))
        var status = await reader.status()
        try show(status)
        while watch, status.state != .released {
            try await Task.sleep(for: max(interval.duration, .milliseconds(100)))
            status = await reader.status()
            try show(status)
        }
        if status.envoy.reachable == false, status.result == nil { throw ExitCode.failure }
    }

    private func show(_ status: DrainStatus) throws {
        switch output {
        case .text where watch && isatty(STDOUT_FILENO) == 1: Terminal.redraw(status.table)
        case .text: try StandardStream.output.write(Array(status.table.utf8))
        case .json: try StandardStream.output.write(Array(StatusCoding.line(status).utf8))
        case .none: break
        }
    }
}
