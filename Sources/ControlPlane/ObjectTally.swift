import KubernetesAPI
import ObjectStore

/// Which objects there are, and how many of each kind, counted change by change.
struct ObjectTally: Sendable {
    /// What a change did.
    enum Operation: String, Sendable {
        case add
        case update
        case delete
    }

    /// How many objects of a kind there are.
    private(set) var counts: [ObjectKind: Int] = [:]

    private var present: Set<ObjectKey> = []

    /// There are none yet.
    init() {}

    /// Takes a change in.
    ///
    /// - Parameter isKept: Whether the object is there after the batch; one that does not concern us is not.
    /// - Returns: What the change did, as the source sees it.
    mutating func apply(_ change: ObjectChange, isKept: Bool) -> Operation {
        let was = note(change.key, isKept: isKept)
        switch change {
        case .set: return was ? .update : .add
        case .removed: return .delete
        }
    }

    /// Takes in whether an object is there now, which may have changed with its class and without a word about it.
    ///
    /// - Returns: Whether it was there before.
    @discardableResult
    mutating func note(_ key: ObjectKey, isKept: Bool) -> Bool {
        let was = present.contains(key)
        if isKept, !was {
            present.insert(key)
            counts[key.kind, default: 0] += 1
        } else if !isKept, was {
            present.remove(key)
            counts[key.kind, default: 0] -= 1
        }
        return was
    }
}
