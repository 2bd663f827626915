import ArgumentParser
import Conventions
import KubernetesAPI
import ServeConfiguration
import StatusReport

/// Which addresses the status of Ingresses and HTTPProxies shows; there is no way to make them those of nodes.
struct AddressFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Addresses to publish; they win over the Service.", valueName: "address,..."))
    var ingressStatusAddress: String?

    @Option(
        help: ArgumentHelp(
            "Service whose load balancer's addresses are published. (default: envoy)", valueName: "name"))
    var envoyServiceName: String?

    @Option(
        help: ArgumentHelp(
            "Its namespace. (default: $CONTOUR_NAMESPACE, or projectcontour)", valueName: "namespace"))
    var envoyServiceNamespace: String?

    @Option(
        help: ArgumentHelp(
            "What becomes of published addresses when the Service is deleted.", valueName: "hold|release"))
    var statusOnMissingService = AddressResolver.OnMissingService.hold

    @Option(help: ArgumentHelp("How long a release waits for the Service to come back.", valueName: "duration"))
    var statusHold = GoDuration(duration: .seconds(600))

    @Option(
        help: ArgumentHelp(
            "What becomes of a status that others write too.", valueName: "contend|yield|observe"))
    var statusConflictPolicy = ConflictPolicy.contend

    @Flag(inversion: .prefixedNo, help: "Take published addresses back when the last replica is stopped.")
    var releaseStatusOnShutdown = false

    /// Puts what was given in its place.
    func apply(to settings: inout ServeSettings.AddressSettings) {
        if let ingressStatusAddress { settings.fixed = commaSeparated(ingressStatusAddress) }
        if let envoyServiceName, !envoyServiceName.isEmpty { settings.service.name = envoyServiceName }
        if let envoyServiceNamespace, !envoyServiceNamespace.isEmpty {
            settings.service.namespace = envoyServiceNamespace
        }
    }
}

extension AddressResolver.OnMissingService: ExpressibleByArgument {}
extension ConflictPolicy: ExpressibleByArgument {}
