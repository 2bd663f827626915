import ArgumentParser
import ControlPlane
import DirectorySource
import Logging
import Operations
import ServeConfiguration
import ServiceLifecycle

/// `attache serve`: the control plane.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Configure Envoys from Kubernetes objects.",
        discussion: """
            Reads the objects of a cluster, or the files of a directory, and follows every change. Envoys that \
            `attache bootstrap` prepared connect to --xds-port. It is ready, and listens there, once the first \
            configuration is complete. Flags win over the environment, and both over the configuration file.
            """)

    @OptionGroup(title: "Where objects come from") var cluster: ClusterFlags

    @OptionGroup(title: "Where else settings stand") var file: ConfigurationFlags

    @OptionGroup(title: "Where to listen") var listen: ListenFlags

    @OptionGroup(title: "How Envoys are known") var security: TLSFlags

    @OptionGroup(title: "What Envoy does") var envoy: EnvoyFlags

    @OptionGroup(title: "Which objects count") var objects: ObjectFlags

    @OptionGroup(title: "What status says") var address: AddressFlags

    @OptionGroup(title: "Who writes status") var election: ElectionFlags

    @Flag(
        name: .shortAndLong, inversion: .prefixedNo, help: "Log what is done, not only what is wrong. (default: no)")
    var debug: Bool?

    @Option(help: ArgumentHelp("How log lines are written.", valueName: "text|json"))
    var logFormat = LogFormat.text

    func validate() throws {
        guard cluster.source == nil || file.contourConfigName == nil else {
            throw ValidationError("--contour-config-name is an object of a cluster; drop it, or --source")
        }
    }

    func run() async throws {
        let settings = try settings(environment: .process)
        try checkNamespaces(of: settings)
        try checkContradictions(of: settings)
        let logger = Logger.lines(
            context: "serve", format: logFormat, level: settings.isDebugging ? .debug : .info)
        if let directory = cluster.source {
            try await plane(settings, from: directory, logger: logger).run()
        } else {
            try await ClusterPlane(self, settings, logger: logger).run()
        }
    }

    /// The control plane of a directory of files: nobody to elect, no status to write.
    private func plane(
        _ settings: ServeSettings, from directory: String, logger: Logger
    ) throws -> ControlPlaneAssembly {
        let assembly = try ControlPlaneAssembly(
            settings, protection: .choose(settings.listen, isLocal: true), source: DirectoryObjects(path: directory),
            metrics: ControlPlaneMetrics(version: VersionCommand.release), logger: logger)
        logger.info(
            "control plane started", metadata: ["source": "\(directory)", "xds": "\(settings.listen.xds.text)"])
        return assembly
    }
}
