import ArgumentParser
import ControlPlane
import DirectorySource
import Logging
import Operations
import ServiceLifecycle
import XDSModel
import XDSServer

/// `attache serve`: the control plane.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Configure Envoys from Kubernetes objects.",
        discussion: """
            Reads the objects in the files of a directory and follows every change. Envoys that `attache bootstrap` \
            prepared connect to --xds-port. It is ready, and listens there, once the first configuration is complete.
            """)

    @Option(
        help: ArgumentHelp(
            "Directory of Kubernetes YAML or JSON files, which is followed.", valueName: "directory"))
    var source: String

    @OptionGroup(title: "Where to listen") var listen: ListenFlags

    @OptionGroup(title: "What Envoy does") var envoy: EnvoyFlags

    @OptionGroup(title: "Which objects count") var objects: ObjectFlags

    @Flag(name: .shortAndLong, help: "Log what is done, not only what is wrong.")
    var debug = false

    @Option(help: ArgumentHelp("How log lines are written.", valueName: "text|json"))
    var logFormat = LogFormat.text

    func run() async throws {
        let logger = Logger.lines(context: "serve", format: logFormat, level: debug ? .debug : .info)
        let plane = ControlPlaneAssembly(
            engine: Engine(graph: objects.settings, admission: objects.admission, translation: envoy.settings),
            source: DirectoryObjects(path: source), listen: listen, logger: logger)
        logger.info(
            "control plane started",
            metadata: ["source": "\(source)", "xds": "\(listen.xdsAddress):\(listen.xdsPort)"])
        try await plane.run()
    }
}
