import KubernetesAPI

/// A part of a [structural schema](https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema).
struct Schema {
    /// What the schema says.
    let node: Node

    /// The type of what it describes.
    var type: String { node["type"]?.text ?? "" }

    /// What the elements of a sequence are.
    var items: Schema? { node["items"].map(Schema.init) }

    /// What the values of a mapping with any keys are.
    var additional: Schema? { node["additionalProperties"].map(Schema.init) }

    /// The words a text may be.
    var words: [String] { node["enum"]?.elements.compactMap(\.text) ?? [] }

    /// What the keys of an object are.
    var properties: [(name: String, schema: Schema)] {
        node["properties"]?.entries.map { ($0.key, Schema(node: $0.value)) } ?? []
    }

    /// The keys that must be there.
    var required: [String] { node["required"]?.elements.compactMap(\.text) ?? [] }

    /// What a key is; nil for an unknown one.
    subscript(name: String) -> Schema? { properties.first { $0.name == name }?.schema }

    /// Every path down to what has no parts; `[]` stands for elements, `*` for any key.
    func leaves(at path: String = "") -> [(path: String, schema: Schema)] {
        if let items { return items.leaves(at: path + "[]") }
        if let additional { return additional.leaves(at: path + ".*") }
        guard !properties.isEmpty else { return [(path, self)] }
        return properties.flatMap { name, schema in schema.leaves(at: path.isEmpty ? name : "\(path).\(name)") }
    }

    /// The same paths for a document, and a sentence for everything that the schema has against it.
    func look(at document: Node, path: String = "") -> (leaves: Set<String>, faults: [String]) {
        guard isType(of: document) else { return ([path], ["\(path) is no \(type)"]) }
        switch document.value {
        case .mapping(let mapping):
            guard !mapping.entries.isEmpty else { return ([path], []) }
            let missing = required.filter { mapping[$0] == nil }.map { "\(path).\($0) is required" }
            return mapping.entries.reduce(into: (leaves: [], faults: missing)) { result, entry in
                let inner = path.isEmpty ? entry.key : "\(path).\(entry.key)"
                guard let schema = additional ?? self[entry.key] else {
                    return result.faults.append("\(inner) is unknown")
                }
                let found = schema.look(at: entry.value, path: additional == nil ? inner : path + ".*")
                result = (result.leaves.union(found.leaves), result.faults + found.faults)
            }
        case .sequence(let elements):
            return elements.reduce(into: (leaves: [], faults: [])) { result, element in
                guard let found = items?.look(at: element, path: path + "[]") else { return }
                result = (result.leaves.union(found.leaves), result.faults + found.faults)
            }
        case .string(let text):
            return ([path], words.isEmpty || words.contains(text) ? [] : ["\(path) may not be \(text)"])
        case .integer(let number):
            let isWithin = bounds.contains(number)
            return ([path], isWithin ? [] : ["\(path) may not be \(number)"])
        case .null, .bool, .number: return ([path], [])
        }
    }

    /// The numbers that are allowed.
    var bounds: ClosedRange<Int64> {
        (node["minimum"]?.number ?? Int64.min)...(node["maximum"]?.number ?? Int64.max)
    }

    private func isType(of document: Node) -> Bool {
        switch document.value {
        case .mapping: type == "object"
        case .sequence: type == "array"
        case .string: type == "string"
        case .integer: type == "integer" || type == "number"
        case .number: type == "number"
        case .bool: type == "boolean"
        case .null: false
        }
    }
}

/// The definition of a kind, as far as our tests look at it.
struct Definition: Sendable {
    let node: Node

    /// All that we ship.
    static func all() throws -> [Definition] {
        try DocumentReader.yaml(Array(Repository.manifest("01-crds.yaml").utf8)).map { Definition(node: try $0.get()) }
    }

    /// The one of a kind.
    static func of(_ kind: String) throws -> Definition {
        try all().first { $0.spec["names"]?["kind"]?.text == kind }.orMissing("the definition of \(kind)")
    }

    /// What the definition asks for.
    var spec: Node { node["spec"] ?? Node(.null) }

    /// The versions.
    var versions: [Node] { spec["versions"]?.elements ?? [] }

    /// What objects of the one version look like.
    var schema: Schema { Schema(node: versions.first?["schema"]?["openAPIV3Schema"] ?? Node(.null)) }
}

extension Node {
    /// The value of a key; nil for anything but a mapping that has it.
    subscript(key: String) -> Node? {
        guard case .mapping(let mapping) = value else { return nil }
        return mapping[key]
    }

    /// The keys and values of a mapping.
    var entries: [Mapping.Entry] {
        guard case .mapping(let mapping) = value else { return [] }
        return mapping.entries
    }

    /// The elements of a sequence.
    var elements: [Node] {
        guard case .sequence(let elements) = value else { return [] }
        return elements
    }

    /// The text of a string.
    var text: String? {
        guard case .string(let text) = value else { return nil }
        return text
    }

    /// The number of an integer.
    var number: Int64? {
        guard case .integer(let number) = value else { return nil }
        return number
    }

    /// True or false.
    var isTrue: Bool { value == .bool(true) }
}
