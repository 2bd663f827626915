import KubernetesAPI
import RoutingGraph
import XDSModel

/// Something that does not hold, and the first evidence of it.
struct Discrepancy: Error, CustomStringConvertible {
    /// One line.
    let description: String

    /// A discrepancy.
    init(_ description: String) { self.description = description }
}

// Comparisons that throw at the first difference.
extension Discrepancy {
    /// Two snapshots are the same, byte for byte.
    static func check(_ one: Snapshot, _ other: Snapshot, _ what: String) throws(Discrepancy) {
        for type in ResourceType.allCases {
            let (left, right) = (one[type], other[type])
            for resource in left where right[resource.name] != resource {
                throw Discrepancy("\(what) differ in \(type) \(resource.name)")
            }
            guard left.count != right.count else { continue }
            let names = right.map(\.name).filter { left[$0] == nil }.sorted()
            throw Discrepancy("\(what) differ in \(type) \(names)")
        }
    }

    /// Two sets of statuses are the same.
    static func check(
        _ one: [ObjectKey: ObjectStatus], _ other: [ObjectKey: ObjectStatus], _ what: String
    ) throws(Discrepancy) {
        guard one != other else { return }
        for key in Set(one.keys).union(other.keys).sorted() where one[key] != other[key] {
            let (left, right) = (String(describing: one[key]), String(describing: other[key]))
            throw Discrepancy("\(what) differ in the status of \(key): \(left) and \(right)")
        }
    }

    /// Changes name exactly that in which a snapshot differs from the one before.
    static func check(
        _ changes: ChangeSet, from before: Snapshot, to after: Snapshot, _ what: String
    ) throws(Discrepancy) {
        for type in ResourceType.allCases {
            guard case .names(let names) = changes[type] else { continue }
            let (old, new) = (before[type], after[type])
            for resource in old where new[resource.name]?.version != resource.version {
                guard !names.contains(resource.name) else { continue }
                throw Discrepancy("\(what) does not announce \(type) \(resource.name), which changed or went")
            }
            for resource in new where old[resource.name] == nil && !names.contains(resource.name) {
                throw Discrepancy("\(what) does not announce \(type) \(resource.name), which is new")
            }
            for name in names where old[name]?.version == new[name]?.version {
                throw Discrepancy("\(what) announces \(type) \(name), which is the same")
            }
        }
    }
}
