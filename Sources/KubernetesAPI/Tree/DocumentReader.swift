/// Reads files into trees: every document of a file on its own, so that a broken one does not hide the others.
package enum DocumentReader {
    /// The deepest nesting that is read.
    package static let depthLimit = 100
    /// The most values one file may hold, aliases counted as what they stand for.
    package static let nodeLimit = 2_000_000

    /// The documents of a YAML file in their order. Lists are taken apart into their items; empty documents are left out.
    package static func yaml(_ bytes: [UInt8]) -> [Result<Node, DocumentProblem>] {
        switch YAMLDocuments.split(bytes) {
        case .failure(let problem): return [.failure(problem)]
        case .success(let documents):
            var nodesLeft = nodeLimit
            return documents.flatMap { document in
                var reader = YAMLReader(document, nodesLeft: nodesLeft)
                let result = reader.document()
                nodesLeft = reader.nodesLeft
                return flatten(result)
            }
        }
    }

    /// The documents of a JSON file: one, or the items of a list.
    package static func jsonDocuments(_ bytes: [UInt8]) -> [Result<Node, DocumentProblem>] {
        flatten(json(bytes))
    }

    /// The value a JSON text holds. `metadata.managedFields`, which is often half of an object, is checked for its form and
    /// left out but for who owns the address in the status.
    package static func json(_ bytes: [UInt8]) -> Result<Node, DocumentProblem> {
        json(bytes[...])
    }

    /// The value a part of a buffer holds, such as a line of a watch; see ``json(_:)``.
    package static func json(_ bytes: ArraySlice<UInt8>) -> Result<Node, DocumentProblem> {
        var reader = JSONReader(bytes)
        return reader.document()
    }

    /// The items of a list (`kind: List`, or `kind: ServiceList`, whose items need not say what they are), else the document
    /// itself.
    private static func flatten(_ document: Result<Node, DocumentProblem>) -> [Result<Node, DocumentProblem>] {
        guard case .success(let node) = document else { return [document] }
        if node.value == .null { return [] }
        guard case .mapping(let fields) = node.value, case .string(let kind)? = fields["kind"]?.value,
            kind.hasSuffix("List"), let items = fields["items"]
        else { return [document] }
        switch items.value {
        case .null: return []
        case .sequence(let elements):
            return elements.map { .success(item($0, of: String(kind.dropLast(4)), fields["apiVersion"])) }
        default: return [.failure(DocumentProblem("expected a sequence of items", line: items.knownLine))]
        }
    }

    /// An item of a typed list, with the kind and version of the list where it has none of its own.
    private static func item(_ item: Node, of kind: String, _ apiVersion: Node?) -> Node {
        guard !kind.isEmpty, let apiVersion, case .mapping(let fields) = item.value,
            fields["kind"] == nil, fields["apiVersion"] == nil
        else { return item }
        let identity = [
            Mapping.Entry(key: "apiVersion", value: apiVersion),
            Mapping.Entry(key: "kind", value: Node(.string(kind), line: item.line)),
        ]
        return Node(.mapping(Mapping(identity + fields.entries)), line: item.line)
    }
}
