import KubernetesAPI
import Testing

@Suite struct CompleteDocumentTests {
    @Test(arguments: CompleteDocument.all)
    func `every field of a complete document is read, and none is left empty`(document: CompleteDocument) throws {
        let object = try object(document.yaml)
        #expect(object.problems.isEmpty)
        let payload = try #require(Mirror(reflecting: object).children.first?.value)
        #expect(emptyFields(of: payload, at: "") == [])
    }

    @Test(arguments: CompleteDocument.all)
    func `the same document as JSON makes the same object`(document: CompleteDocument) throws {
        let fromYAML = try node(document.yaml)
        let fromJSON = try json(fromYAML.jsonText).get()
        #expect(fromJSON.hasSameValue(as: fromYAML))
        #expect(ObjectDecoder.decode(fromJSON) == ObjectDecoder.decode(fromYAML))
    }

    @Test(arguments: CompleteDocument.all)
    func `a list of the API decodes its items without kind and version`(document: CompleteDocument) throws {
        let (yaml, kind) = (document.yaml, document.kind)
        guard case .mapping(let mapping) = try node(yaml).value else { throw NoObject() }
        let bare = Node(.mapping(Mapping(mapping.entries.filter { $0.key != "kind" && $0.key != "apiVersion" })))
        let item = ObjectDecoder.decode(bare, as: kind)
        let whole = ObjectDecoder.decode(try node(yaml))
        #expect(item == whole)
        let text = #"{"kind":"\#(kind.name)List","apiVersion":"\#(kind.apiVersion)","items":[\#(bare.jsonText)]}"#
        let listed = try DocumentReader.jsonDocuments(Array(text.utf8)).map { ObjectDecoder.decode(try $0.get()) }
        #expect(listed == [whole])
    }

    /// The paths of fields that hold nothing, false or zero.
    private func emptyFields(of value: Any, at path: String) -> [String] {
        switch value {
        case let text as String: return text.isEmpty ? [path] : []
        case let flag as Bool: return flag ? [] : [path]
        case let number as Int: return number == 0 ? [path] : []
        case let number as Int64: return number == 0 ? [path] : []
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            guard let wrapped = mirror.children.first?.value else { return [path] }
            return emptyFields(of: wrapped, at: path)
        case .collection, .dictionary:
            if mirror.children.isEmpty { return path.hasSuffix(".problems") ? [] : [path] }
            return mirror.children.enumerated().flatMap { emptyFields(of: $1.value, at: "\(path)[\($0)]") }
        default:
            return mirror.children.flatMap { child in
                let isNamespaceOfNone = child.label == "namespace" && path.hasSuffix(".metadata")
                return isNamespaceOfNone ? [] : emptyFields(of: child.value, at: "\(path).\(child.label ?? "")")
            }
        }
    }
}
