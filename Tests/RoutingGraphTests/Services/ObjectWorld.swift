import KubernetesAPI
import ObjectStore
import RoutingGraph
import Testing

/// Objects written as YAML, and what building on them found.
struct ObjectWorld {
    var table = ObjectTable()
    var context: BuildContext
    var findings = Verdict()
    var reads: Set<StoreKey> = []

    init(_ documents: String..., settings: GraphSettings = GraphSettings()) throws {
        context = BuildContext(settings: settings)
        for document in documents { try add(document) }
    }

    /// Adds the objects of a YAML text.
    mutating func add(_ yaml: String) throws {
        for document in DocumentReader.yaml(Array(yaml.utf8)) {
            guard case .object(let object) = ObjectDecoder.decode(try document.get()) else {
                Issue.record("no object: \(yaml)")
                continue
            }
            _ = table.apply(.set(object))
        }
    }

    /// Adds a Secret.
    mutating func add(secret name: String, in namespace: String, type: String = "Opaque", _ data: [String: String]) {
        var secret = Core.Secret()
        secret.metadata = ObjectMeta(name: name, namespace: namespace)
        secret.type = type
        secret.data = data.mapValues { Array($0.utf8) }
        _ = table.apply(.set(.secret(secret)))
    }

    /// Runs what looks objects up.
    mutating func run<Value>(
        _ body: (BuildContext, inout Reader, inout Verdict) throws(Finding) -> Value
    ) throws(Finding) -> Value {
        var reader = Reader(table)
        defer { reads = reader.reads }
        return try body(context, &reader, &findings)
    }

    /// What is found wrong, as `Type/Reason`.
    var errors: [String] { findings.errors.map { "\($0.type)/\($0.reason)" } }

    /// What is warned of, as `Type/Reason`.
    var warnings: [String] { findings.warnings.map { "\($0.type)/\($0.reason)" } }
}

/// The spec of an HTTPProxy written as YAML.
func proxySpec(_ yaml: String) throws -> Contour.HTTPProxySpec {
    let head = "apiVersion: projectcontour.io/v1\nkind: HTTPProxy\nmetadata: {name: p, namespace: a}\nspec: "
    let documents = DocumentReader.yaml(Array((head + yaml).utf8))
    guard case .object(.httpProxy(let proxy)) = ObjectDecoder.decode(try #require(documents.first).get()) else {
        Issue.record("no HTTPProxy: \(yaml)")
        return Contour.HTTPProxySpec()
    }
    return proxy.spec
}

/// The Service `a/NAME` with this spec and these annotations, both as YAML in flow style.
func service(_ name: String, _ spec: String, annotations: String = "{}") -> String {
    """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), namespace: a, annotations: \(annotations)}
    spec: \(spec)

    """
}
