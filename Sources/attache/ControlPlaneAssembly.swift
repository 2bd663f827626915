import ControlPlane
import ControlPlaneHTTP
import Logging
import ObjectStore
import Operations
import ServiceLifecycle
import UnixSignals
import XDSModel
import XDSServer

/// Puts the control plane together from its parts and runs it.
struct ControlPlaneAssembly {
    private let controller: Controller
    private let publisher = SnapshotPublisher()
    private let streams = ConnectedStreams()
    private let metrics: ControlPlaneMetrics
    private let listen: ListenFlags
    private let logger: Logger

    /// A control plane that begins with this engine and source.
    init(engine: Engine, source: any ObjectSource, listen: ListenFlags, logger: Logger) {
        metrics = ControlPlaneMetrics(version: VersionCommand.release)
        controller = Controller(
            engine: engine, source: source, publisher: publisher, metrics: metrics, logger: logger)
        self.listen = listen
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT, or until a part fails.
    func run() async throws {
        let xds = DiscoveryServer(
            listen.xds, publisher: publisher, streams: streams,
            observer: StreamReporting(controller: controller, metrics: metrics, logger: logger).observer)
        let streams = streams
        let inspection = InspectionServer.all(
            http: InspectionAddress(host: listen.httpAddress, port: listen.httpPort, flag: "--http-port"),
            health: InspectionAddress(host: listen.healthAddress, port: listen.healthPort, flag: "--health-port"),
            debug: InspectionAddress(
                host: listen.debugHTTPAddress, port: listen.debugHTTPPort, flag: "--debug-http-port"),
            controller: controller, metrics: metrics,
            streams: { streams.reports().map { StreamLine.text($0.identity, $0.report) } }, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: controller)] + inspection.map { .init(service: $0) }
                + [.init(service: GatedService(readiness: controller.readiness, service: xds))],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() })
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        try await ServiceGroup(configuration: configuration).run()
    }
}
