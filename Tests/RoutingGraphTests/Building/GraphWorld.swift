import KubernetesAPI
import ObjectStore
import RoutingGraph
import Testing

/// A graph of objects written as YAML, shown as lines that a test can compare.
struct GraphWorld {
    var graph: Graph

    init(_ settings: GraphSettings = GraphSettings(), classes: [String] = []) {
        graph = Graph(settings: settings, admission: ObjectAdmission(classNames: classes))
    }

    /// Takes the objects of YAML texts in, in one batch; answers what came of it.
    @discardableResult
    mutating func add(_ documents: String...) async throws -> GraphChange {
        var changes: [ObjectChange] = []
        for document in DocumentReader.yaml(Array(documents.joined(separator: "\n---\n").utf8)) {
            guard case .object(let object) = ObjectDecoder.decode(try document.get()) else {
                Issue.record("no object in \(documents)")
                continue
            }
            changes.append(.set(object))
        }
        return await graph.apply(changes)
    }

    /// Takes a certificate in.
    mutating func add(certificate name: String, in namespace: String) async {
        var secret = Core.Secret()
        secret.metadata = ObjectMeta(name: name, namespace: namespace)
        secret.type = "kubernetes.io/tls"
        secret.data = TestCertificate().data.mapValues { Array($0.utf8) }
        await _ = graph.apply([.set(.secret(secret))])
    }

    /// Takes an object away.
    mutating func remove(_ kind: ObjectKind, _ name: String, in namespace: String = "a") async {
        await _ = graph.apply([.removed(ObjectKey(kind, namespace: namespace, name: name))])
    }

    /// The routes of plain HTTP, in Envoy's order.
    func plain(_ host: String) -> [String] { Self.show(graph[host: host]?.plain) }

    /// What TLS serves: routes, or `tcp` with its destinations; nothing without TLS.
    func secure(_ host: String) -> [String] {
        guard let secure = graph[host: host]?.secure else { return [] }
        switch secure.traffic {
        case .http(let virtualHost): return Self.show(virtualHost)
        case .tcp(let proxy):
            let how = secure.termination == nil ? "passed" : "ended"
            return ["tcp \(how) " + proxy.destinations.map { $0.cluster.service.name }.joined(separator: ",")]
        }
    }

    /// What an HTTPProxy is told, as `state Type/Reason …`; nil if it is not told anything.
    func told(_ name: String, in namespace: String = "a", kind: ObjectKind = .httpProxy) -> String? {
        guard let status = graph.statuses[ObjectKey(kind, namespace: namespace, name: name)] else { return nil }
        return ([status.state.rawValue] + status.verdict.errors.map { "\($0.type)/\($0.reason)" })
            .joined(separator: " ")
    }

    private static func show(_ host: VirtualHost?) -> [String] {
        (host?.routes ?? []).map { route in
            let headers = route.match.headers.map { " \($0.name)" }.joined()
            let parameters = route.match.queryParameters.map { " ?\($0.name)" }.joined()
            return "\(route.match.path.text)\(headers)\(parameters) \(show(route.action))"
        }
    }

    private static func show(_ action: RouteAction) -> String {
        switch action {
        case .forward(let forwarding):
            forwarding.destinations.map { "\($0.cluster.service.namespace)/\($0.cluster.service.name)" }
                .joined(separator: ",")
        case .redirect(let redirection): redirection.toHTTPS ? "https" : "redirect"
        case .respond(let response): "\(response.statusCode)"
        }
    }
}

/// An HTTPProxy in namespace `a`; `spec` is YAML of one line.
func proxy(_ name: String, _ spec: String, in namespace: String = "a", created: String? = nil) -> String {
    let time = created.map { ", creationTimestamp: '2026-01-01T00:00:\($0)Z'" } ?? ""
    return """
        apiVersion: projectcontour.io/v1
        kind: HTTPProxy
        metadata: {name: \(name), namespace: \(namespace)\(time)}
        spec: \(spec)
        """
}

/// A Service with port 80.
func backend(_ name: String, in namespace: String = "a") -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), namespace: \(namespace)}
    spec: {ports: [{port: 80, protocol: TCP}]}
    """
}

/// A route of an HTTPProxy on a prefix.
func route(_ prefix: String, _ service: String, _ more: String = "") -> String {
    "{conditions: [{prefix: \(prefix)}], services: [{name: \(service), port: 80}]\(more)}"
}
