import ControlPlane
import ControlPlaneHTTP
import EnvoyTranslation
import Logging
import ObjectStore
import ServeConfiguration
import ServiceLifecycle
import UnixSignals
import XDSModel
import XDSServer

/// Puts the control plane together from its parts and runs it.
struct ControlPlaneAssembly {
    /// What keeps Envoys configured.
    let controller: Controller

    private let publisher = SnapshotPublisher()
    private let streams = ConnectedStreams()
    private let metrics: ControlPlaneMetrics
    private let settings: ServeSettings.ListenSettings
    private let security: ServerSecurity
    private let logger: Logger

    /// A control plane of these settings that takes objects from `source`.
    ///
    /// - Parameter observer: Is told of every batch; see ``Controller/Observer``.
    init(
        _ settings: ServeSettings, protection: XDSProtection, source: any ObjectSource,
        metrics: ControlPlaneMetrics, logger: Logger, observer: Controller.Observer? = nil
    ) throws {
        let engine = Engine(
            graph: settings.graph, admission: ObjectAdmission(classNames: settings.classNames),
            translation: settings.translation)
        controller = Controller(
            engine: engine, source: source, publisher: publisher, metrics: metrics, logger: logger,
            observer: observer)
        security = try Self.security(protection, metrics: metrics, logger: logger)
        self.metrics = metrics
        self.settings = settings.listen
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT, or until a part fails.
    ///
    /// `debugPages` stand beside those that every control plane has. At the end parts stop from the last to the first: `companions`, who tell others that this replica goes, before the
    /// server that Envoys are connected to.
    func run(with companions: [any Service] = [], debugPages: [Page] = []) async throws {
        var configuration = XDSServerConfiguration(host: settings.xds.address, port: settings.xds.port)
        configuration.security = security
        let xds = DiscoveryServer(
            configuration, publisher: publisher, streams: streams,
            observer: StreamReporting(
                controller: controller, metrics: metrics, streams: StreamMetrics(metrics), logger: logger
            ).observer)
        var services: [any Service] = [GatedService(readiness: controller.readiness, service: xds)]
        services += inspection(debugPages)
        services.append(controller)
        services += companions
        var group = ServiceGroupConfiguration(
            // why: a name that is given spares the start the mirroring of every service.
            services: services.map { .init(service: $0, serviceName: "\(type(of: $0))") },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() })
        group.maximumGracefulShutdownDuration = .seconds(10)
        try await ServiceGroup(configuration: group).run()
    }

    private func inspection(_ debugPages: [Page]) -> [any Service] {
        let streams = streams
        return InspectionServer.all(
            http: InspectionAddress(settings.metrics, flag: "--http-port"),
            health: InspectionAddress(settings.health, flag: "--health-port"),
            debug: InspectionAddress(settings.debug, flag: "--debug-http-port"),
            controller: controller, metrics: metrics,
            streams: { streams.reports().map { StreamLine.text($0.identity, $0.report) } },
            debugPages: debugPages, logger: logger)
    }

    /// What protects connections of Envoys, with its certificate watched for metrics and log.
    private static func security(
        _ protection: XDSProtection, metrics: ControlPlaneMetrics, logger: Logger
    ) throws -> ServerSecurity {
        guard case .mutualTLS(let files) = protection else { return .plaintext }
        let identity = try RotatingIdentity(
            MutualTLSFiles(
                authorities: files.authorities, certificate: files.certificate, privateKey: files.key)
        ) { notice in
            switch notice {
            case .replaced(let end), .mended(let end):
                metrics.certificate(validUntil: end)
                logger.info("new certificate is in use")
            case .broken(let reason, let end):
                metrics.certificate(validUntil: end)
                logger.error("certificate cannot be used; the former one stays", metadata: ["error": "\(reason)"])
            }
        }
        metrics.certificate(validUntil: identity.notAfter)
        return .mutualTLS(identity)
    }
}

extension InspectionAddress {
    /// An address as settings say it.
    fileprivate init(_ address: BindAddress, flag: String) {
        self.init(host: address.address, port: address.port, flag: flag)
    }
}

extension BindAddress {
    /// `address:port`, for people.
    var text: String { address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)" }
}
