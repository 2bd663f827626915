import KubernetesAPI
import Testing

@Suite struct MeaningTests {
    /// Places in the complete documents whose change is no change for the control plane.
    private func isWithoutMeaning(_ path: String, _ kind: ObjectKind) -> Bool {
        if path == "metadata.resourceVersion" || path.hasPrefix("metadata.managedFields") { return true }
        let writesStatus: Set<ObjectKind> = [.httpProxy, .ingress, .extensionService]
        return path.hasPrefix("status") && writesStatus.contains(kind)
    }

    @Test(arguments: CompleteDocument.all)
    func `every field but the resource version, the owners of fields and our own status has a meaning`(
        complete: CompleteDocument
    ) throws {
        let document = try node(complete.yaml)
        let original = try object(complete.yaml)
        #expect(original.hasSameMeaning(as: original))
        for (path, steps, value) in leaves(of: document, at: "", []) where path != "apiVersion" && path != "kind" {
            let changed: Node.Value =
                switch value {
                case .string(let text):
                    .string(text == "2024-05-31T12:00:00Z" ? "2024-05-31T12:00:01Z" : "c" + text + "cccc")
                case .integer(let number): .integer(number == 308 ? 307 : number == 302 ? 303 : number + 1)
                case .bool(let flag): .bool(!flag)
                default: .null
                }
            guard case .object(let other) = ObjectDecoder.decode(document.replacing(steps[...], by: changed)) else {
                continue
            }
            #expect(other.hasSameMeaning(as: original) == isWithoutMeaning(path, complete.kind), "\(path)")
        }
    }

    @Test func `objects of different kinds never mean the same`() throws {
        let objects = try CompleteDocument.all.map { try object($0.yaml) }
        for (position, object) in objects.enumerated() {
            for (other, another) in objects.enumerated() {
                #expect(object.hasSameMeaning(as: another) == (position == other))
            }
        }
    }

    private func leaves(of node: Node, at path: String, _ steps: [Step]) -> [(String, [Step], Node.Value)] {
        switch node.value {
        case .sequence(let elements):
            elements.enumerated().flatMap { leaves(of: $1, at: "\(path)[\($0)]", steps + [.element($0)]) }
        case .mapping(let mapping):
            mapping.entries.flatMap {
                leaves(of: $0.value, at: FieldPath.join(path, FieldPath.field($0.key)), steps + [.key($0.key)])
            }
        default: [(path, steps, node.value)]
        }
    }
}
