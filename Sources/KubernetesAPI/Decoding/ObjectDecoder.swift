/// Makes objects of documents. Decoding is total: whatever a document holds, it becomes an object, possibly with problems,
/// is ignored, or is reported as broken.
package enum ObjectDecoder {
    /// The namespace of objects that name none.
    package static let defaultNamespace = "default"

    /// What a document holds. `kind` is given where the source knows it and documents need not say, as in lists the
    /// Kubernetes API answers with.
    package static func decode(_ document: Node, as kind: ObjectKind? = nil) -> DecodedDocument {
        guard case .mapping(let mapping) = document.value else {
            return broken("", "expected an object, found \(FoundValue.describe(document))", document)
        }
        var known = kind
        if known == nil {
            switch identifyKind(mapping, document) {
            case .success(let found): known = found
            case .failure(let other): return other.document
            }
        }
        guard let known else { return broken("kind", "the field is required", document) }
        if let problem = identityProblem(mapping, known, document) { return .broken(problem) }
        return .object(object(of: known, FieldReader(mapping, line: document.line)))
    }

    private struct NotAnObject: Error {
        var document: DecodedDocument
    }

    /// The kind a document says it has.
    private static func identifyKind(_ mapping: Mapping, _ document: Node) -> Result<ObjectKind, NotAnObject> {
        var words: [String] = []
        for name in ["apiVersion", "kind"] {
            guard let node = mapping[name], node.value != .null else {
                return .failure(NotAnObject(document: broken(name, "the field is required", document)))
            }
            guard case .string(let text) = node.value, !text.isEmpty else {
                let message = "expected a string that is not empty, found \(FoundValue.describe(node))"
                return .failure(NotAnObject(document: broken(name, message, node)))
            }
            words.append(text)
        }
        let apiVersion = words.first ?? ""
        let name = words.last ?? ""
        guard let kind = ObjectKind(apiVersion: apiVersion, name: name) else {
            return .failure(NotAnObject(document: .ignored(apiVersion: apiVersion, kind: name)))
        }
        return .success(kind)
    }

    /// Why a document's object cannot be told apart from others, nil when it can.
    private static func identityProblem(_ mapping: Mapping, _ kind: ObjectKind, _ document: Node) -> FieldProblem? {
        guard let metadata = mapping["metadata"], metadata.value != .null else {
            return problem("metadata", "the field is required", document)
        }
        guard case .mapping(let fields) = metadata.value else {
            return problem("metadata", "expected a mapping, found \(FoundValue.describe(metadata))", metadata)
        }
        guard let name = fields["name"], name.value != .null else {
            return problem("metadata.name", "the field is required", metadata)
        }
        guard case .string(let text) = name.value, ObjectName.isSubdomain(text) else {
            let expected = "expected a name of lower-case letters, digits, hyphens and dots"
            return problem("metadata.name", "\(expected), found \(FoundValue.describe(name))", name)
        }
        guard kind.isNamespaced, let namespace = fields["namespace"], namespace.value != .null else { return nil }
        if case .string(let text) = namespace.value, text.isEmpty || ObjectName.isLabel(text) { return nil }
        let expected = "expected a name of at most 63 lower-case letters, digits and hyphens"
        return problem("metadata.namespace", "\(expected), found \(FoundValue.describe(namespace))", namespace)
    }

    private static func object(of kind: ObjectKind, _ fields: FieldReader) -> KubernetesObject {
        switch kind {
        case .httpProxy: .httpProxy(value(kind, fields))
        case .ingress: .ingress(value(kind, fields))
        case .ingressClass: .ingressClass(value(kind, fields))
        case .service: .service(value(kind, fields))
        case .endpointSlice: .endpointSlice(value(kind, fields))
        case .secret: .secret(value(kind, fields))
        case .configMap: .configMap(value(kind, fields))
        case .namespace: .namespace(value(kind, fields))
        case .tlsCertificateDelegation: .tlsCertificateDelegation(value(kind, fields))
        case .extensionService: .extensionService(value(kind, fields))
        }
    }

    private static func value<Value: KubernetesValue>(_ kind: ObjectKind, _ fields: FieldReader) -> Value {
        var fields = fields
        var value = Value()
        value.metadata = fields.object("metadata") ?? ObjectMeta()
        if !kind.isNamespaced {
            value.metadata.namespace = ""
        } else if value.metadata.namespace.isEmpty {
            value.metadata.namespace = defaultNamespace
        }
        value.readBody(from: &fields)
        value.problems = fields.problems
        return value
    }

    private static func broken(_ path: String, _ message: String, _ node: Node) -> DecodedDocument {
        .broken(problem(path, message, node))
    }

    private static func problem(_ path: String, _ message: String, _ node: Node) -> FieldProblem {
        FieldProblem(path: path, message: message, line: node.knownLine)
    }
}
