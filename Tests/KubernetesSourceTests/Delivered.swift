import KubernetesAPI
import ObjectStore
import Testing

@testable import KubernetesSource

/// What a reader of the source knows.
struct Delivered: Equatable {
    private(set) var objects: [ObjectKey: KubernetesObject] = [:]
    /// Changes that changed nothing.
    private(set) var idle: [ObjectChange] = []

    mutating func apply(_ changes: [ObjectChange]) {
        for change in changes {
            switch change {
            case .set(let object):
                if objects.updateValue(object, forKey: change.key) == object { idle.append(change) }
            case .removed(let key):
                if objects.removeValue(forKey: key) == nil { idle.append(change) }
            }
        }
    }

    /// What a reader should know of these objects.
    static func expected(_ texts: some Sequence<String>, of kind: ObjectKind) -> [ObjectKey: KubernetesObject] {
        var expected: [ObjectKey: KubernetesObject] = [:]
        for text in texts {
            guard let object = ObjectText(Array(text.utf8)[...]) else { continue }
            switch ObjectIntake(kind, admission: ObjectAdmission()).content(of: object) {
            case .object(let object): expected[object.key] = object
            case .foreign, .undecodable: break
            }
        }
        return expected
    }
}
