import KubernetesAPI
import Testing

/// Takes complete documents and replaces every branch and leaf in turn by every wrong type.
@Suite struct IllTypedFieldTests {
    @Test(arguments: CompleteDocument.all)
    func `a field of the wrong type is a problem of that field, and spoils no other`(complete: CompleteDocument) throws
    {
        let document = try node(complete.yaml)
        let read = sites(in: document, at: "", element: false).filter {
            // why: what the API server keeps track of is no business of the object's author.
            !identity.contains($0.path) && !$0.path.hasPrefix("metadata.managedFields")
        }
        #expect(read.count > 5)
        for site in read {
            for wrong in wrongValues where !site.accepts(wrong) {
                let spoilt = document.replacing(site.steps[...], by: wrong)
                guard case .object(let object) = ObjectDecoder.decode(spoilt) else {
                    Issue.record("\(site.path) as \(wrong) made no object")
                    continue
                }
                let paths = object.problems.map(\.path)
                #expect(paths == [site.path], "\(wrong)")
                guard case .object(let expected) = ObjectDecoder.decode(site.withoutValue(document)) else {
                    throw NoObject()
                }
                #expect(object.withoutProblems == expected.withoutProblems, "\(site.path) as \(wrong)")
            }
        }
    }

    @Test(arguments: CompleteDocument.all)
    func `a document without usable identity is broken, and says where`(complete: CompleteDocument) throws {
        let document = try node(complete.yaml)
        for site in sites(in: document, at: "", element: false) where identity.contains(site.path) {
            for wrong in wrongValues where !site.accepts(wrong) {
                let decoded = ObjectDecoder.decode(document.replacing(site.steps[...], by: wrong))
                guard case .broken(let problem) = decoded else {
                    Issue.record("\(site.path) as \(wrong): \(decoded)")
                    continue
                }
                #expect(problem.path == site.path)
            }
        }
    }

    private let identity: Set = ["apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace"]

    private let wrongValues: [Node.Value] = [
        .string("text"), .integer(7), .number(1.5), .bool(true), .sequence([]), .sequence([Node(.integer(1))]),
        .mapping(Mapping()), .mapping(Mapping([Mapping.Entry(key: "a", value: Node(.bool(true)))])),
    ]

    /// A place in a document.
    private struct Site {
        var steps: [Step]
        var path: String
        var value: Node.Value
        /// Whether the place is an element of a sequence.
        var isElement: Bool

        func accepts(_ other: Node.Value) -> Bool {
            switch (value, other) {
            case (.string, .string), (.integer, .integer), (.bool, .bool), (.sequence, .sequence), (.mapping, .mapping):
                true
            case (.integer, .string): path.hasSuffix("targetPort")
            default: false
            }
        }

        /// The document as the decoder is to see it with a bad value here: an object of a sequence is empty, all else absent.
        func withoutValue(_ document: Node) -> Node {
            if isElement, case .mapping = value { return document.replacing(steps[...], by: .mapping(Mapping())) }
            return document.replacing(steps[...], by: nil)
        }
    }

    private func sites(in node: Node, at path: String, steps: [Step] = [], element: Bool) -> [Site] {
        let own = steps.isEmpty ? [] : [Site(steps: steps, path: path, value: node.value, isElement: element)]
        switch node.value {
        case .sequence(let elements):
            return own
                + elements.enumerated().flatMap { position, value in
                    sites(in: value, at: "\(path)[\(position)]", steps: steps + [.element(position)], element: true)
                }
        case .mapping(let mapping):
            return own
                + mapping.entries.flatMap { entry in
                    let path = FieldPath.join(path, FieldPath.field(entry.key))
                    return sites(in: entry.value, at: path, steps: steps + [.key(entry.key)], element: false)
                }
        default: return own
        }
    }
}

/// One step down a document.
enum Step: Hashable {
    case key(String)
    case element(Int)
}

extension Node {
    /// The document with another value at a place, or with nothing there.
    func replacing(_ steps: ArraySlice<Step>, by replacement: Node.Value?) -> Node {
        guard let step = steps.first else { return Node(replacement ?? .null, line: line) }
        let rest = steps.dropFirst()
        let isRemoval = rest.isEmpty && replacement == nil
        switch (value, step) {
        case (.mapping(let mapping), .key(let key)):
            let entries = mapping.entries.filter { !isRemoval || $0.key != key }.map { entry in
                entry.key == key
                    ? Mapping.Entry(key: key, value: entry.value.replacing(rest, by: replacement)) : entry
            }
            return Node(.mapping(Mapping(entries)), line: line)
        case (.sequence(let elements), .element(let position)):
            let kept = elements.enumerated().filter { !isRemoval || $0.offset != position }.map { offset, element in
                offset == position ? element.replacing(rest, by: replacement) : element
            }
            return Node(.sequence(kept), line: line)
        default: return self
        }
    }
}

extension KubernetesObject {
    /// The object as if nothing had been wrong.
    var withoutProblems: KubernetesObject {
        switch self {
        case .httpProxy(let object): .httpProxy(object.withoutProblems)
        case .ingress(let object): .ingress(object.withoutProblems)
        case .ingressClass(let object): .ingressClass(object.withoutProblems)
        case .service(let object): .service(object.withoutProblems)
        case .endpointSlice(let object): .endpointSlice(object.withoutProblems)
        case .secret(let object): .secret(object.withoutProblems)
        case .configMap(let object): .configMap(object.withoutProblems)
        case .namespace(let object): .namespace(object.withoutProblems)
        case .tlsCertificateDelegation(let object): .tlsCertificateDelegation(object.withoutProblems)
        case .extensionService(let object): .extensionService(object.withoutProblems)
        }
    }
}

extension KubernetesValue {
    fileprivate var withoutProblems: Self {
        var copy = self
        copy.problems = []
        return copy
    }
}
