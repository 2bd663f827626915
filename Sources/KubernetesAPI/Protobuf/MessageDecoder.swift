/// Makes objects of protobuf messages: the same as ``ObjectDecoder`` makes of the same objects in JSON, in a fourth of the
/// time.
///
/// Only kinds are read that come in great numbers. Numbers of fields are those of `generated.proto` in
/// [k8s.io/api](https://github.com/kubernetes/api), where they never change; fields that are not known are skipped.
package enum MessageDecoder {
    /// What can be read.
    package static let kinds: Set<ObjectKind> = [.service, .endpointSlice, .secret]

    /// What an object of a kind holds.
    package static func decode(_ object: ObjectText, as kind: ObjectKind) -> DecodedDocument {
        do throws(DocumentProblem) {
            switch kind {
            case .service: return try decode(object, kind, KubernetesObject.service)
            case .endpointSlice: return try decode(object, kind, KubernetesObject.endpointSlice)
            case .secret: return try decode(object, kind, KubernetesObject.secret)
            default: throw DocumentProblem("\(kind.plural) are not read as protobuf")
            }
        } catch {
            return .broken(FieldProblem(path: "", message: error.message))
        }
    }

    private static func decode<Value: ObjectMessage>(
        _ object: ObjectText, _ kind: ObjectKind, _ wrapped: (Value) -> KubernetesObject
    ) throws(DocumentProblem) -> DecodedDocument {
        var value = Value()
        var (notes, part) = (FieldReader(Mapping()), FieldReader(Mapping()))
        value.metadata = try ObjectMeta(MessageReader(object.metadata), noting: &part)
        notes.adopt(part.problems, under: "metadata")
        let metadata = value.metadata
        guard ObjectName.isSubdomain(metadata.name),
            metadata.namespace.isEmpty || ObjectName.isLabel(metadata.namespace)
        else { return refusal(of: metadata, kind) }
        if metadata.namespace.isEmpty { value.metadata.namespace = ObjectDecoder.defaultNamespace }
        try value.readBody(MessageReader(object.text), noting: &notes)
        value.problems = notes.problems
        return .object(wrapped(value))
    }

    /// What is wrong with a name is said as it is of JSON.
    private static func refusal(of metadata: ObjectMeta, _ kind: ObjectKind) -> DecodedDocument {
        let names = Node.object(["name": .string(metadata.name), "namespace": .string(metadata.namespace)])
        return ObjectDecoder.decode(.object(["metadata": names]), as: kind)
    }
}

/// An object that can be read from a message. Its metadata is read before.
protocol ObjectMessage: KubernetesValue {
    /// Reads everything but the metadata.
    mutating func readBody(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem)
}
