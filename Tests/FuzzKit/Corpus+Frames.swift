import KubernetesAPI
import MessageKit

extension Corpus {
    /// The events of a watch in protobuf, as far as they fit its messages.
    static func frames(of events: [Node]) -> [UInt8] {
        events.flatMap { event -> [UInt8] in
            guard case .mapping(let fields) = event.value, let object = fields["object"],
                case .string(let type)? = fields["type"]?.value
            else { return [] }
            return MessageWriter.frame(type, object, as: kind(of: object))
        }
    }

    /// What the object says it is; a Service where it says nothing that comes as protobuf.
    private static func kind(of object: Node) -> ObjectKind {
        guard case .mapping(let fields) = object.value, case .string(let name)? = fields["kind"]?.value else {
            return .service
        }
        return MessageDecoder.kinds.first { $0.name == name } ?? .service
    }
}
