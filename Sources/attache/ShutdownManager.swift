import ArgumentParser
import Conventions
import CurlTransport
import EnvoyAdmin
import EnvoyShutdown
import Logging
import Operations
import ServiceLifecycle

/// `attache envoy shutdown-manager`: the sidecar that owns Envoy's drain.
struct ShutdownManagerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shutdown-manager", _superCommandName: "\(ProgramName.called) envoy",
        abstract: "Run the sidecar that drains Envoy and holds back its end until that is done.",
        discussion: """
            Serves /healthz, /ready, /shutdown (answers when Envoy may be ended), /drain (POST, from this machine), \
            /status (?watch=1 streams) and /metrics. It survives SIGTERM until every waiting /shutdown is answered.
            """)

    @OptionGroup var pod: PodFlags

    @OptionGroup(title: "Drain, where a hook says nothing") var drain: DrainFlags

    @Flag(
        inversion: .prefixedNo,
        help:
            "Let /shutdown begin a drain: for pods without the exec hook. Anybody who reaches the port may drain Envoy then."
    )
    var shutdownStartsDrain = false

    @Option(
        help: ArgumentHelp(
            "Tell Envoy to serve again when a drain is over, or resumed, and nobody waits for it this long; 0s is never.",
            valueName: "duration"))
    var falseDrainTimeout = GoDuration(duration: .seconds(10))

    @Option(help: "The kind of sidecar: container, or native-sidecar for an init container with restartPolicy Always.")
    var mode = SidecarMode.container

    func run() async throws {
        let logger = Logger.lines(context: "shutdown-manager", format: pod.logFormat)
        let admin = AdminClient(address: try pod.admin(), http: CurlClient())
        let metrics = DrainMetrics(PrometheusRegistry(help: DrainMetrics.help))
        let policy = ManagerPolicy(
            shutdownStartsDrain: shutdownStartsDrain,
            falseDrainTimeout: falseDrainTimeout.duration > .zero ? falseDrainTimeout.duration : nil,
            isNativeSidecar: mode == .nativeSidecar)
        let owner = DrainOwner(admin: pod.adminAddress, policy: policy, metrics: metrics)
        let responder = ManagerResponder(
            owner: owner, admin: admin, defaults: drain.options, metrics: metrics, logger: logger)
        let manager = await ShutdownManager(
            owner: owner, admin: admin, defaults: drain.options, directory: pod.adminDirectory,
            readyFile: ReadyFile(path: pod.readyFile), metrics: metrics, logger: logger)
        let server = ManagerServer(
            responder: responder, port: pod.servePort, socketPath: pod.managerSocket, thread: .shared, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: server, serviceName: "server"),
                .init(
                    service: manager, successTerminationBehavior: .gracefullyShutdownGroup,
                    serviceName: "manager"),
            ],
            logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() })
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        logger.info("shutdown manager started", metadata: ["port": "\(pod.servePort)", "admin": "\(pod.adminAddress)"])
        try await ServiceGroup(configuration: configuration).run()
    }
}

/// What kind of sidecar the manager is.
enum SidecarMode: String, CaseIterable, ExpressibleByArgument {
    case container
    case nativeSidecar = "native-sidecar"
}
