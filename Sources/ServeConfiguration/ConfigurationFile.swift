import Conventions
import EnvoyTranslation
import KubernetesAPI
import RoutingGraph

/// Contour's [configuration file](https://projectcontour.io/docs/main/configuration/#configuration-file).
///
/// Reading is strict: an unknown key, a value that means nothing and a key that is not supported are all mistakes, told
/// together, each with its line. An empty file changes nothing.
package enum ConfigurationFile {
    /// Takes the file's values into `settings`. `name` is the file's, for messages.
    package static func read(
        _ bytes: [UInt8], name: String, into settings: inout ServeSettings
    ) throws(ConfigurationError) {
        let documents = DocumentReader.yaml(bytes)
        guard let first = documents.first else { return }
        guard documents.count == 1 else {
            throw problem("", "expected one document, found \(documents.count)", in: name)
        }
        let document: Node
        switch first {
        case .success(let node): document = node
        case .failure(let failure): throw problem("", failure.message, line: failure.line, in: name)
        }
        guard case .mapping(let mapping) = document.value else {
            throw problem(
                "", "expected a mapping, found \(FoundValue.describe(document))", line: document.knownLine, in: name)
        }
        var reader = SectionReader(mapping, line: document.line, isStrict: true)
        read(&reader, into: &settings)
        let problems = reader.problems
        guard problems.isEmpty else { throw ConfigurationError(source: name, problems: problems) }
    }

    private static func problem(
        _ path: String, _ message: String, line: Int? = nil, in name: String
    ) -> ConfigurationError {
        ConfigurationError(source: name, problems: [FieldProblem(path: path, message: message, line: line)])
    }

    private static func read(_ reader: inout SectionReader, into settings: inout ServeSettings) {
        readProcess(&reader, into: &settings)
        readGraph(&reader, into: &settings)
        readAccessLog(&reader, into: &settings.translation.accessLog)
        readHTTP(&reader, into: &settings.translation)
        reader.section("cluster") { readClusters(&$0, into: &settings.translation.clusters) }
        reader.section("listener") { readListeners(&$0, into: &settings.translation) }
        reader.section("tls") { readTLS(&$0, into: &settings) }
        readInspection(&reader, into: &settings)
        for name in ["gateway", "rateLimitService", "globalExtAuth", "tracing", "policy", "featureFlags"] {
            reader.refuse(name)
        }
    }

    /// What concerns this process rather than Envoy.
    private static func readProcess(_ reader: inout SectionReader, into settings: inout ServeSettings) {
        reader.flag("debug", into: &settings.isDebugging)
        reader.flag("incluster", into: &settings.cluster.isInCluster)
        if let path = reader.readTexts("kubeconfig", { $0.optionalString($1) }) { settings.cluster.kubeconfig = path }
        if let rate = reader.read("kubernetesClientQPS", Self.rate), rate > 0 {
            settings.cluster.queriesPerSecond = rate
        }
        let burst = reader.read("kubernetesClientBurst") { $0.optionalInt($1, in: 0...1_000_000) }
        if let burst, burst > 0 { settings.cluster.burst = burst }
        reader.section("server") { _ in }
        if let list = reader.text("ingress-status-address") { settings.address.fixed = commaSeparated(list) }
        if let name = reader.text("envoy-service-name") { settings.address.service.name = name }
        if let namespace = reader.text("envoy-service-namespace") { settings.address.service.namespace = namespace }
    }

    /// What decides which hosts and routes there are.
    private static func readGraph(_ reader: inout SectionReader, into settings: inout ServeSettings) {
        reader.flag("disablePermitInsecure", into: &settings.graph.disablesPermitInsecure)
        reader.flag("enableExternalNameService", into: &settings.graph.allowsExternalNames)
    }

    /// A rate that may have a fraction.
    private static func rate(_ fields: inout FieldReader, _ name: String) -> Double? {
        guard let node = fields.node(name) else { return nil }
        switch node.value {
        case .integer(let number) where number >= 0: return Double(number)
        case .number(let number) where number >= 0: return number
        default:
            fields.mismatch(FieldPath.field(name), expected: "a number from 0", found: node)
            return nil
        }
    }
}
