import ArgumentParser
import Certificates
import Conventions
import Operations

/// The flags of `attache certgen`, which are Contour's and two more.
struct CertgenFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp("How long certificates hold; 0 means 365.", valueName: "days"), transform: wholeNumber)
    var certificateLifetime: UInt64 = 365

    @Flag(inversion: .prefixedNo, help: "Use the service account of the pod this runs in.")
    var incluster = false

    @Flag(inversion: .prefixedNo, help: "Write Secrets to the API server.")
    var kube = false

    @Option(
        help: ArgumentHelp(
            "Kubeconfig; an empty one means the pod's own cluster. (default: $KUBECONFIG, or ~/.kube/config)",
            valueName: "path"))
    var kubeconfig: String?

    @Option(
        help: ArgumentHelp("Namespace of the Secrets. (env: CONTOUR_NAMESPACE; default: projectcontour)"))
    var namespace: String?

    @Flag(inversion: .prefixedNo, help: "Replace files and Secrets that exist.")
    var overwrite = false

    @Flag(inversion: .prefixedNo, help: "Write PEM files.")
    var pem = false

    @Option(
        help: ArgumentHelp(
            "Leave certificates alone that hold for longer than this, and replace others. Peers that have either authority "
                + "get along meanwhile: both are written before the first certificate of the new one appears.",
            valueName: "duration"))
    var renewBefore: GoDuration?

    @Option(
        help: ArgumentHelp(
            "With --renew-before and --kube: how long pods get to read a new authority before its certificates appear.",
            valueName: "duration"))
    var renewalPause = GoDuration(duration: .seconds(180))

    @Option(help: ArgumentHelp("Which Secrets to write.", valueName: "legacy|compact"))
    var secretsFormat = SecretsFormat.legacy

    @Option(help: ArgumentHelp("Appended to the name of each Secret.", valueName: "text"))
    var secretsNameSuffix = ""

    @Flag(inversion: .prefixedNo, help: "Write a file for each Secret.")
    var yaml = false

    @Option(help: ArgumentHelp("How it is told what is wrong.", valueName: "text|json"))
    var logFormat = LogFormat.text

    @Argument(help: "Directory of the files.")
    var outputdir = "certs"

    /// What is to be done.
    func options(environment: EnvironmentVariables) throws -> GenerationOptions {
        var options = GenerationOptions(
            outputs: outputs, namespace: namespace ?? environment["CONTOUR_NAMESPACE"] ?? "projectcontour")
        options.lifetime = try lifetime()
        options.directory = outputdir
        options.overwrites = overwrite
        options.format = secretsFormat
        options.suffix = secretsNameSuffix
        options.renewBefore = renewBefore?.duration
        options.announcement = renewalPause.duration
        return options
    }

    func validate() throws {
        _ = try lifetime()
        guard namespace != "" else { throw ValidationError("--namespace names no namespace; name one, or drop it") }
        guard renewBefore == nil || outputs.count < 2 else {
            throw ValidationError("--renew-before looks at one place; give only one of --pem, --yaml and --kube")
        }
        guard !outputdir.isEmpty else { throw ValidationError("the directory has no name; leave it out for certs") }
    }

    /// Whether there is anything to write.
    var isAskedForOutput: Bool { !outputs.isEmpty }

    private var outputs: [GenerationOptions.Output] {
        [(pem, .pem), (yaml, .yaml), (kube, .cluster)].compactMap { $0 ? $1 : nil }
    }

    private func lifetime() throws -> CertificateLifetime {
        guard let lifetime = CertificateLifetime(days: certificateLifetime) else {
            throw ValidationError(
                "--certificate-lifetime is too long (\(certificateLifetime)); give at most \(CertificateLifetime.limit) days"
            )
        }
        return lifetime
    }
}

extension SecretsFormat: ExpressibleByArgument {}
