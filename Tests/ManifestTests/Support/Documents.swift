import Yams

/// YAML documents as our models see them.
enum Documents {
    /// Every document of a text.
    static func nodes(_ yaml: String) throws -> [Node] {
        var sequence = try Yams.compose_all(yaml: yaml)
        var nodes: [Node] = []
        while let node = sequence.next() { nodes.append(node) }
        // why: the sequence ends at the first fault, such as a key that is there twice, and only keeps it.
        if let error = sequence.error { throw error }
        return nodes
    }

    /// The documents of `kind`.
    static func decode<Object: Codable>(_ type: Object.Type, kind: String, from yaml: String) throws -> [Object] {
        try nodes(yaml).filter { $0["kind"]?.string == kind }.map { try YAMLDecoder().decode(type, from: $0) }
    }

    /// Keys that the model of an object does not have: misspelt, or new and not looked at by any rule here.
    static func unknownKeys<Object: Codable>(_ type: Object.Type, in node: Node) throws -> [String] {
        let object = try YAMLDecoder().decode(type, from: node)
        let known = try Yams.compose(yaml: try YAMLEncoder().encode(object))
        return keys(node).subtracting(known.map { keys($0) } ?? []).sorted()
    }

    private static func keys(_ node: Node, below path: String = "") -> Set<String> {
        switch node {
        case .mapping(let mapping):
            mapping.reduce(into: []) { result, pair in
                let path = "\(path)/\(pair.key.string ?? "?")"
                result.insert(path)
                result.formUnion(keys(pair.value, below: path))
            }
        case .sequence(let sequence):
            sequence.enumerated().reduce(into: []) { $0.formUnion(keys($1.element, below: "\(path)/\($1.offset)")) }
        case .scalar, .alias: []
        }
    }
}
