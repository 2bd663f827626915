import ArgumentParser
import Conventions
import DurableFiles
import EnvoyAPI
import Logging
import Operations
import SwiftProtobuf
import XDSClient
import XDSModel

/// `attache cli`: shows what the control plane sends, for the verbs and with the flags of `contour cli`.
struct DiscoveryClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cli",
        abstract: "Show what the control plane sends, as it sends it; runs until it is ended.",
        subcommands: [
            Clusters.self, Endpoints.self, Listeners.self, Routes.self, Runtime.self, Secrets.self,
        ])

    func run() async throws { throw Self.missingSubcommand }

    struct Clusters: DiscoveryVerb {
        static let type = ResourceType.cluster
        static let configuration = verb("cds", "Show clusters.")
        @OptionGroup var flags: DiscoveryClientFlags
    }

    struct Endpoints: DiscoveryVerb {
        static let type = ResourceType.endpoints
        static let configuration = verb("eds", "Show endpoints.")
        @OptionGroup var flags: DiscoveryClientFlags
    }

    struct Listeners: DiscoveryVerb {
        static let type = ResourceType.listener
        static let configuration = verb("lds", "Show listeners.")
        @OptionGroup var flags: DiscoveryClientFlags
    }

    struct Routes: DiscoveryVerb {
        static let type = ResourceType.route
        static let configuration = verb("rds", "Show route configurations.")
        @OptionGroup var flags: DiscoveryClientFlags
    }

    struct Runtime: DiscoveryVerb {
        static let type = ResourceType.runtime
        static let configuration = verb("rtds", "Show the runtime layer.")
        @OptionGroup var flags: DiscoveryClientFlags
    }

    struct Secrets: DiscoveryVerb {
        static let type = ResourceType.secret
        static let configuration = verb("sds", "Show secrets, with their keys.")
        @OptionGroup var flags: DiscoveryClientFlags
    }
}

/// A verb of `attache cli`.
protocol DiscoveryVerb: AsyncParsableCommand {
    /// What is asked for.
    static var type: ResourceType { get }
    /// How it is asked.
    var flags: DiscoveryClientFlags { get }
}

extension DiscoveryVerb {
    /// The configuration of a verb.
    static func verb(_ name: String, _ abstract: String) -> CommandConfiguration {
        CommandConfiguration(commandName: name, abstract: abstract)
    }

    func run() async throws {
        Envoy.registerMessageTypes()
        let logger = Logger.lines(context: "cli", format: flags.logFormat)
        let (host, port) = try flags.target()
        let client = DiscoveryClient(host: host, port: port, security: try flags.security(environment: .process))
        let subscription = ClientSubscription(
            type: Self.type, names: flags.resources, isDelta: flags.delta,
            nodeID: flags.nodeID ?? EnvironmentVariables.process["CLI_NODE_ID"] ?? "ContourCLI", rejects: flags.nack)
        try await client.stream(
            subscription,
            onRequest: { request in try? MessagePrinter.show(request) },
            onResponse: { response in
                logger.info(
                    "response", metadata: ["version": "\(response.version)", "nonce": "\(response.nonce)"])
                try MessagePrinter.show(response)
            })
    }
}

/// The flags of the verbs, which are Contour's.
struct DiscoveryClientFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Where the control plane listens.", valueName: "host:port"))
    var contour = "127.0.0.1:\(DefaultPort.xds)"

    @Option(help: ArgumentHelp("CA bundle to verify the control plane; also CLI_CAFILE.", valueName: "path"))
    var cafile: String?

    @Option(help: ArgumentHelp("Client certificate; also CLI_CERT_FILE.", valueName: "path"))
    var certFile: String?

    @Option(help: ArgumentHelp("Key of the client certificate; also CLI_KEY_FILE.", valueName: "path"))
    var keyFile: String?

    @Flag(inversion: .prefixedNo, help: "Speak the incremental protocol.")
    var delta = false

    @Flag(inversion: .prefixedNo, help: "Refuse every response, to see how that is taken.")
    var nack = false

    @Option(help: ArgumentHelp("Node id to give; also CLI_NODE_ID. ContourCLI if neither is given.", valueName: "id"))
    var nodeID: String?

    @Option(help: ArgumentHelp("How log lines are written.", valueName: "text|json"))
    var logFormat = LogFormat.text

    @Argument(help: "Names to ask for; none asks for all.")
    var resources: [String] = []

    /// Host and port of `--contour`.
    func target() throws -> (host: String, port: Int) {
        guard let colon = contour.lastIndex(of: ":"), let port = Int(contour[contour.index(after: colon)...]),
            (1...65_535).contains(port), colon > contour.startIndex
        else {
            throw ValidationError("--contour \(contour) is not host:port; write 127.0.0.1:\(DefaultPort.xds)")
        }
        let host = contour[..<colon]
        return (host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host), port)
    }

    /// The three TLS files, or plain text without any.
    func security(environment: EnvironmentVariables) throws -> ClientSecurity {
        let files = [
            cafile ?? environment["CLI_CAFILE"], certFile ?? environment["CLI_CERT_FILE"],
            keyFile ?? environment["CLI_KEY_FILE"],
        ].map { $0.flatMap { $0.isEmpty ? nil : $0 } }
        switch (files[0], files[1], files[2]) {
        case (nil, nil, nil): return .plaintext
        case (let authority?, let certificate?, let key?):
            return .mutualTLS(authority: authority, certificate: certificate, privateKey: key)
        default:
            throw ValidationError("TLS needs all of --cafile, --cert-file and --key-file; give all three or none")
        }
    }
}

/// Prints messages as Contour does: indented JSON with the names of the protocol.
enum MessagePrinter {
    /// Prints a request.
    static func show(_ request: SentRequest) throws {
        switch request {
        case .stateOfTheWorld(let message): try write(message)
        case .delta(let message): try write(message)
        }
    }

    /// Prints a response.
    static func show(_ response: ReceivedResponse) throws {
        switch response {
        case .stateOfTheWorld(let message): try write(message)
        case .delta(let message): try write(message)
        }
    }

    private static func write(_ message: some Message) throws {
        var options = JSONEncodingOptions()
        options.preserveProtoFieldNames = true
        let json: [UInt8] = try message.jsonUTF8Bytes(options: options)
        try StandardStream.output.write(IndentedJSON.of(json) + [UInt8(ascii: "\n")])
    }
}
