import ArgumentParser
import Conventions
import CurlTransport
import DurableFiles
import EnvoyAdmin
import EnvoyShutdown
import Operations

/// `attache wait`: the startup gate.
struct WaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until Envoy serves: LIVE, with its first clusters and listeners.",
        discussion: """
            For a postStart hook or a startup probe (--timeout=0s asks once). Exit codes: 0 Envoy serves; 1 it does not, \
            with the reason on standard error.
            """)

    @Option(
        help: ArgumentHelp("Unix socket of Envoy's admin interface, or host:port on loopback.", valueName: "address"))
    var adminAddress = DefaultPath.adminSocket

    @Option(help: ArgumentHelp("How long to wait; 0s asks once.", valueName: "duration"))
    var timeout = GoDuration(duration: .seconds(60))

    @Option(help: ArgumentHelp("How often to ask.", valueName: "duration"))
    var interval = GoDuration(duration: .milliseconds(250))

    @Option(help: ArgumentHelp("How log lines are written.", valueName: "text|json"))
    var logFormat = LogFormat.text

    func run() async throws {
        let admin = AdminClient(address: try AdminAddress(parsing: adminAddress), http: CurlClient())
        let gate = StartupGate(admin: admin, interval: max(interval.duration, .milliseconds(10)))
        switch await gate.wait(upTo: timeout.duration) {
        case .ready(let after):
            try StandardStream.output.write(Array("envoy is ready after \(after.text)\n".utf8))
        case .notReady(let reason):
            Complaint(command: "wait", format: logFormat)
                .write("envoy is not ready after \(timeout.duration.text): \(reason)")
            throw ExitCode.failure
        }
    }

    func validate() throws { _ = try AdminAddress(parsing: adminAddress) }
}
