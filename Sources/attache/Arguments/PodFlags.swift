import ArgumentParser
import Conventions
import EnvoyAdmin
import HTTPTransport
import Operations

/// The flags by which the commands of one pod find Envoy and each other.
struct PodFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp("Unix socket of Envoy's admin interface, or host:port on loopback.", valueName: "address"))
    var adminAddress = DefaultPath.adminSocket

    @Option(help: ArgumentHelp("Deprecated; the admin interface is a unix socket.", visibility: .hidden))
    var adminPort: Int?

    @Option(
        help: ArgumentHelp(
            "File that tells Contour's shutdown manager that the drain is over; its directory holds the hook's socket.",
            valueName: "path"))
    var readyFile = DefaultPath.readyFile

    @Option(help: ArgumentHelp("Port of the shutdown manager.", valueName: "port"))
    var servePort = DefaultPort.shutdownManager

    @Option(help: ArgumentHelp("How log lines are written.", valueName: "text|json"))
    var logFormat = LogFormat.text

    /// Envoy's address, which ``validate()`` has checked.
    func admin() throws(AdminAddressError) -> AdminAddress { try AdminAddress(parsing: adminAddress) }

    /// The directory that the pod's containers share: Envoy's admin socket is in it.
    var adminDirectory: SharedDirectory {
        SharedDirectory(containing: adminAddress.contains("/") ? adminAddress : readyFile)
    }

    /// The unix socket by which hook and manager meet, beside the ready file, which both are told of.
    var managerSocket: String { SharedDirectory(containing: readyFile).managerSocket }

    /// Where the manager may be found.
    var managerEndpoints: [Endpoint] {
        [.unixSocket(path: managerSocket), .network(host: "127.0.0.1", port: servePort)]
    }

    func validate() throws {
        _ = try admin()
        try checkPort(servePort, of: "--serve-port")
    }
}

extension LogFormat: ExpressibleByArgument {}
