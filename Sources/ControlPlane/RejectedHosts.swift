import EnvoyTranslation
import KubernetesAPI
import ObjectStore
import RoutingGraph
import XDSModel

/// Finds the hosts behind what an Envoy refused.
enum RejectedHosts {
    /// The most words of an Envoy's message, and the most refused resources, that are looked at.
    private static let lookLimit = 1000

    /// The hosts that have a part in what was refused, by name, at most `limit`.
    ///
    /// Where Envoy's message names some of the resources, only these count. A collection of all hosts is put down to the
    /// hosts that the message names. At most once all hosts are gone over.
    static func behind(_ rejection: Rejection, in graph: Graph, limit: Int) -> [Host] {
        let names = rejection.resources.prefix(lookLimit).map(\.name)
        let blamed = names.filter { rejection.message.contains($0) }
        var found: [String: Host] = [:]
        var unknown: Set<String> = []
        for name in (blamed.isEmpty ? names : blamed).prefix(limit) {
            let hosts =
                isCollection(rejection.type, name)
                ? contributors(to: name, rejection.message, graph, limit) : likely(rejection.type, name, graph)
            for host in hosts { found[host.name] = host }
            // why: long names are shortened by a hash, so that their parts do not tell whose they are.
            if hosts.isEmpty, !isCollection(rejection.type, name) { unknown.insert(name) }
        }
        if !unknown.isEmpty, found.count < limit {
            let further = graph.hosts.lazy.filter { $0.contributes(to: rejection.type, named: unknown) }
            for host in further.prefix(limit) { found[host.name] = host }
        }
        return Array(found.values.sorted { $0.name < $1.name }.prefix(limit))
    }

    private static func isCollection(_ type: ResourceType, _ name: String) -> Bool {
        switch type {
        case .route: name == RouteTable.plain.name
        case .listener: true
        default: false
        }
    }

    /// The hosts that the parts of a name lead to and that do have a part in the resource.
    private static func likely(_ type: ResourceType, _ name: String, _ graph: Graph) -> [Host] {
        let parts = name.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, let second = parts.dropFirst().first else { return [] }
        let names: Set<String> =
            switch type {
            case .cluster, .endpoints:
                graph.hosts(reading: .object(ObjectKey(.service, namespace: first, name: second)))
            case .secret: graph.hosts(reading: .object(ObjectKey(.secret, namespace: first, name: second)))
            case .route: [second]
            case .listener, .runtime: []
            }
        return names.compactMap { graph[host: $0] }.filter { $0.contributes(to: type, named: [name]) }
    }

    /// The hosts of a collection that the message names; all of them when it names none and they are few.
    private static func contributors(to name: String, _ message: String, _ graph: Graph, _ limit: Int) -> [Host] {
        let named = hosts(namedIn: message, graph)
        guard named.isEmpty else { return named }
        let isSecure = name == TrafficListener.secure.name
        let all = graph.hosts.lazy.filter { isSecure ? $0.secure != nil : $0.plain != nil }.prefix(limit + 1)
        return all.count <= limit ? Array(all) : []
    }

    /// The hosts whose names are words of a text.
    private static func hosts(namedIn text: String, _ graph: Graph) -> [Host] {
        let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || "*.-_".contains($0))) }
        return words.prefix(lookLimit).compactMap { word in
            var word = word
            while word.last == "." { word.removeLast() }
            return graph[host: String(word)]
        }
    }
}
