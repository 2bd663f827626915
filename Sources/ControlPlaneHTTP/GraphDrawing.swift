import EnvoyTranslation
import KubernetesAPI
package import RoutingGraph

/// Draws what is served: listeners, hosts, routes, clusters, services and secrets.
package struct GraphDrawing {
    private var writer = GraphWriter()

    /// The graph of these hosts for [Graphviz](https://graphviz.org), in the order of their names.
    package static func dot(_ hosts: [Host]) -> String {
        var drawing = GraphDrawing()
        for host in hosts.sorted(by: { $0.name < $1.name }) { drawing.add(host) }
        return drawing.writer.text
    }

    private mutating func add(_ host: Host) {
        if let plain = host.plain {
            let node = add("http://\(host.name)", behind: .plain)
            for (index, route) in plain.routes.enumerated() { add(route, index, of: node) }
        }
        guard let secure = host.secure else { return }
        let node = add("https://\(host.name)", behind: .secure)
        if let termination = secure.termination {
            add(secret: termination.certificate.namespace, termination.certificate.name, of: node)
        }
        switch secure.traffic {
        case .http(let inner):
            for (index, route) in inner.routes.enumerated() { add(route, index, of: node) }
        case .tcp(let proxy):
            let name = "\(node)#tcp"
            _ = writer.node(name, ["tcpproxy"])
            writer.edge(node, name)
            for destination in proxy.destinations { add(destination, of: name) }
        }
    }

    private mutating func add(_ host: String, behind listener: TrafficListener) -> String {
        _ = writer.node(listener.name, ["listener", listener.name])
        _ = writer.node(host, [host])
        writer.edge(listener.name, host)
        return host
    }

    private mutating func add(_ route: Route, _ index: Int, of host: String) {
        let name = "\(host)#\(index)"
        var fields = ["route"] + route.match.texts
        switch route.action {
        case .forward: break
        case .redirect(let redirection): fields.append("redirect \(redirection.statusCode)")
        case .respond(let response): fields.append("respond \(response.statusCode)")
        }
        _ = writer.node(name, fields + [route.origin.description])
        writer.edge(host, name)
        guard case .forward(let forwarding) = route.action else { return }
        for destination in forwarding.destinations { add(destination, of: name) }
        if let mirror = forwarding.mirror { add(mirror.cluster, of: name, "mirror \(mirror.percent)%") }
    }

    private mutating func add(_ destination: Destination, of user: String) {
        add(destination.cluster, of: user, "weight \(destination.weight)")
    }

    private mutating func add(_ cluster: Cluster, of user: String, _ label: String) {
        let name = "cluster/\(cluster.name)"
        let isNew = writer.node(name, ["cluster", cluster.name])
        writer.edge(user, name, label)
        guard isNew else { return }
        let service = "\(cluster.service.namespace)/\(cluster.service.name):\(cluster.service.port)"
        _ = writer.node("service/\(service)", ["service", service])
        writer.edge(name, "service/\(service)")
        guard cluster.upstreamProtocol.hasTLS else { return }
        if let certificate = cluster.tls.clientCertificate {
            add(secret: certificate.namespace, certificate.name, of: name)
        }
        if let validation = cluster.tls.validation {
            add(secret: validation.authoritiesNamespace, validation.authoritiesName, of: name)
        }
    }

    private mutating func add(secret namespace: String, _ name: String, of user: String) {
        let secret = "\(namespace)/\(name)"
        _ = writer.node("secret/\(secret)", ["secret", secret])
        writer.edge(user, "secret/\(secret)")
    }
}
