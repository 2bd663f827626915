import ArgumentParser
import Conventions
import DurableFiles
import EnvoyBootstrap
import Operations

/// `attache bootstrap PATH`: writes Envoy's first configuration.
struct BootstrapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bootstrap", _superCommandName: ProgramName.called,
        abstract: "Write the bootstrap configuration of Envoy.",
        discussion: """
            Writes atomically: PATH holds the old document or the new one, never a part, unless PATH is a mount of its \
            own, which is written in place. Run it before Envoy starts, \
            in an init container that shares the volumes of PATH, --resources-dir and --admin-address with Envoy.
            """,
        aliases: ["init"])

    @Option(
        help: ArgumentHelp(
            "Unix socket of Envoy's admin interface. (default: \(DefaultPath.adminSocket))", valueName: "path"))
    var adminAddress: String?

    @Option(
        help: ArgumentHelp(
            "Deprecated: port in the statistics name of the cluster envoy-admin; 0 means 9001.", valueName: "port"),
        transform: wholeNumber)
    var adminPort = 0

    @Option(
        help: ArgumentHelp("How to resolve --xds-address: auto, v4, v6 or all. (default: auto)", valueName: "family"))
    var dnsLookupFamily: String?

    @Option(
        help: ArgumentHelp(
            "Authority that signed the control plane's certificate. (env: ENVOY_CAFILE)", valueName: "file"))
    var envoyCafile: String?

    @Option(help: ArgumentHelp("Envoy's certificate for the control plane. (env: ENVOY_CERT_FILE)", valueName: "file"))
    var envoyCertFile: String?

    @Option(help: ArgumentHelp("Private key of that certificate. (env: ENVOY_KEY_FILE)", valueName: "file"))
    var envoyKeyFile: String?

    @Option(help: "Whether a drain can close idle connections; auto: if the admin socket's directory is writable.")
    var idleNudge = IdleNudge.auto

    @Option(help: ArgumentHelp("How it is told what is wrong.", valueName: "text|json"))
    var logFormat = LogFormat.text

    @Option(help: ArgumentHelp("Namespace in statistics names. (env: CONTOUR_NAMESPACE; default: projectcontour)"))
    var namespace: String?

    @Option(
        help: ArgumentHelp("Limit of downstream connections over all listeners; 0 means none.", valueName: "count"),
        transform: wholeNumber)
    var overloadDownstreamMaxConn: Int64 = 0

    @Option(
        help: ArgumentHelp("Heap at which Envoy sheds load; 0 means no limit.", valueName: "bytes"),
        transform: wholeNumber)
    var overloadMaxHeap: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            "Directory for SDS files, by which Envoy notices renewed certificates.", valueName: "directory"))
    var resourcesDir: String?

    @Option(
        help: ArgumentHelp(
            "How long to wait for the TLS files, such as 30s or 1m30s; 0 means not at all.", valueName: "duration"),
        transform: GoDuration.init(parsing:))
    var waitForFiles = GoDuration.zero

    @Option(help: ArgumentHelp("Host name or IP address of the control plane. (default: 127.0.0.1)", valueName: "host"))
    var xdsAddress: String?

    @Option(
        help: ArgumentHelp("TCP port of the control plane; 0 means 8001.", valueName: "port"),
        transform: wholeNumber)
    var xdsPort = 0

    @Option(help: ArgumentHelp("Version of the xDS protocol; only v3 exists.", valueName: "version"))
    var xdsResourceVersion = "v3"

    @Option(help: "One incremental stream, or Contour's streams for each type.")
    var xdsTransport = XDSTransport.aggregatedDelta

    @Argument(help: "File to write; - is standard output.")
    var path: String

    mutating func run() async throws {
        let writer = BootstrapWriter(options: options(environment: .process), clock: ContinuousClock())
        let complaint = Complaint(command: "bootstrap", format: logFormat)
        do throws(BootstrapError) {
            for warning in try await writer.write(to: BootstrapDestination(path: path)) {
                complaint.warn("\(warning)")
            }
        } catch {
            complaint.write("\(error)")
            throw ExitCode.failure
        }
    }

    /// What the flags and the environment say together; a flag that is given wins, even an empty one.
    func options(environment: EnvironmentVariables) -> BootstrapOptions {
        var options = BootstrapOptions()
        options.adminAddress = adminAddress ?? options.adminAddress
        options.adminPort = adminPort
        options.dnsLookupFamily = dnsLookupFamily ?? ""
        options.tlsFiles = TLSFiles(
            authority: envoyCafile ?? environment["ENVOY_CAFILE"] ?? "",
            certificate: envoyCertFile ?? environment["ENVOY_CERT_FILE"] ?? "",
            privateKey: envoyKeyFile ?? environment["ENVOY_KEY_FILE"] ?? "")
        options.namespace = namespace ?? environment["CONTOUR_NAMESPACE"] ?? options.namespace
        options.maximumDownstreamConnections = overloadDownstreamMaxConn
        options.maximumHeap = overloadMaxHeap
        options.resourcesDirectory = resourcesDir ?? ""
        options.xdsAddress = xdsAddress ?? ""
        options.xdsPort = xdsPort
        options.xdsResourceVersion = xdsResourceVersion
        options.xdsTransport = xdsTransport
        options.idleNudge = idleNudge
        options.fileWait = waitForFiles.duration
        return options
    }
}

extension IdleNudge: ExpressibleByArgument {}
extension XDSTransport: ExpressibleByArgument {}
