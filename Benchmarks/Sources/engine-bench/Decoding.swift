import KubernetesAPI
import ObjectStore

/// From text to one object.
enum Decoding {
    /// The object of a YAML document.
    static func object(yaml text: String) throws -> ObjectChange {
        let documents = DocumentReader.yaml(Array(text.utf8))
        guard documents.count == 1, let document = documents.first else { throw BenchError("not one document") }
        return .set(try object(of: document.get()))
    }

    /// The object of a JSON document.
    static func object(json text: String) throws -> ObjectChange {
        .set(try object(of: DocumentReader.json(Array(text.utf8)).get()))
    }

    private static func object(of node: Node) throws -> KubernetesObject {
        guard case .object(let object) = ObjectDecoder.decode(node) else { throw BenchError("not an object") }
        guard object.problems.isEmpty else { throw BenchError("\(object.problems)") }
        return object
    }

    /// What one HTTPProxy costs, as YAML and as JSON; it does not depend on the number of hosts.
    static func measure() throws -> Figures {
        let texts = (0..<50).map { BenchHost(kind: .plain, index: $0) }
        var figures = Figures()
        figures.add("YAML", of: try texts.map { host in try Cost.of { _ = try host.proxy(edit: 1) } })
        figures.add(
            "JSON",
            of: try texts.map { host in
                let text = host.proxyJSON(edit: 1)
                return try Cost.of { _ = try object(json: text) }
            })
        return figures
    }
}
