import Conventions
import EnvoyTranslation
package import KubernetesAPI
import RoutingGraph

/// The spec of a [ContourConfiguration](https://projectcontour.io/docs/main/config/api/#projectcontour.io/v1alpha1.ContourConfiguration),
/// which says in an object what the configuration file says. It is read once, at the start.
///
/// Keys the API server let through although the definition does not know them are passed over, as the server does.
package enum ContourConfigurationObject {
    /// Takes the object's values into `settings`. `name` is the object's, for messages.
    package static func read(
        _ object: Node, name: String, into settings: inout ServeSettings
    ) throws(ConfigurationError) {
        guard case .mapping(let fields) = object.value else {
            let problem = FieldProblem(path: "", message: "expected an object, found \(FoundValue.describe(object))")
            throw ConfigurationError(source: name, problems: [problem])
        }
        var reader = SectionReader(fields, isStrict: false)
        reader.section("spec") { read(&$0, into: &settings) }
        if let contradiction = settings.contradiction { reader.note("spec", contradiction) }
        // why: an object has no lines that people could look at.
        let problems = reader.problems.map { FieldProblem(path: $0.path, message: $0.message) }
        guard problems.isEmpty else { throw ConfigurationError(source: name, problems: problems) }
    }

    private static func read(_ spec: inout SectionReader, into settings: inout ServeSettings) {
        spec.flag("enableExternalNameService", into: &settings.graph.allowsExternalNames)
        spec.section("xdsServer") { readServer(&$0, into: &settings.listen) }
        spec.section("health") { $0.bind(into: &settings.listen.health) }
        spec.section("debug") { $0.bind(into: &settings.listen.debug) }
        spec.section("metrics") { metrics in
            metrics.bind(into: &settings.listen.metrics)
            metrics.refuse("tls")
        }
        spec.section("ingress") { ingress in
            let names = ingress.read("classNames") { $0.strings($1) }
            if !names.isEmpty { settings.classNames = names }
            if let list = ingress.text("statusAddress") {
                settings.address.fixed = commaSeparated(list)
            }
        }
        spec.section("httpproxy") { proxy in
            proxy.flag("disablePermitInsecure", into: &settings.graph.disablesPermitInsecure)
            let names = proxy.read("rootNamespaces") { $0.strings($1) }
            if !names.isEmpty { settings.graph.rootNamespaces = names }
            proxy.refuse("fallbackCertificate")
        }
        spec.section("envoy") { readEnvoy(&$0, into: &settings) }
        for name in ["gateway", "globalExtAuth", "rateLimitService", "policy", "tracing", "featureFlags"] {
            spec.refuse(name)
        }
    }

    private static func readServer(_ server: inout SectionReader, into settings: inout ServeSettings.ListenSettings) {
        server.bind(into: &settings.xds)
        server.section("tls") { tls in
            tls.flag("insecure", into: &settings.isInsecure)
            var files = settings.security ?? .mounted
            if let authorities = tls.text("caFile") { files.authorities = authorities }
            if let certificate = tls.text("certFile") { files.certificate = certificate }
            if let key = tls.text("keyFile") { files.key = key }
            if files != settings.security ?? .mounted { settings.security = files }
        }
    }

    private static func readEnvoy(_ envoy: inout SectionReader, into settings: inout ServeSettings) {
        readListeners(&envoy, into: &settings)
        if let service = envoy.reference("service") { settings.address.service = service }
        if let name = envoy.reference("clientCertificate") { settings.graph.clientCertificate = name }
        HTTPValues.readVersions("defaultHTTPVersions", &envoy, into: &settings.translation.http.versions)
        envoy.section("logging") { readLogging(&$0, into: &settings.translation.accessLog) }
        envoy.section("timeouts") { readTimeouts(&$0, into: &settings.translation) }
        envoy.section("cluster") { readClusters(&$0, into: &settings.translation.clusters) }
        envoy.section("network") { network in
            let hops = network.read("numTrustedHops") { $0.optionalInt($1, in: 0...Int(UInt32.max)) }
            if let hops { settings.translation.http.trustedHops = UInt32(hops) }
            let port = network.read("adminPort") { $0.optionalInt($1, in: 0...65535) }
            if let port { settings.translation.inspection.adminPort = port }
            network.flag("stripTrailingHostDot", into: &settings.translation.http.stripsTrailingDot)
        }
        readInspection(&envoy, into: &settings.translation.inspection)
        let values = envoy.readTexts("runtimeSettings") { $0.stringMap($1) }
        settings.translation.runtime.values.merge(values) { $1 }
    }
}
