import KubernetesAPI
import KubernetesClient
import LeaderElection

/// A [Lease](https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/) as a document.
enum LeaseDocument {
    /// What a document says of the election; fields of another type count as absent.
    static func record(in document: Node) -> LeaseRecord {
        let spec = fields("spec", of: document)
        return LeaseRecord(
            holder: text("holderIdentity", in: spec), durationSeconds: number("leaseDurationSeconds", in: spec),
            acquired: Timestamp(rfc3339: text("acquireTime", in: spec)),
            renewed: Timestamp(rfc3339: text("renewTime", in: spec)),
            transitions: number("leaseTransitions", in: spec),
            resourceVersion: text("resourceVersion", in: fields("metadata", of: document)))
    }

    /// Which incarnation a document is.
    static func uid(of document: Node) -> String { text("uid", in: fields("metadata", of: document)) }

    /// The document that says this of the election, and what `former` says of everything else.
    static func writing(_ record: LeaseRecord, into former: Node?, at path: ResourcePath) -> Node {
        var metadata = former.map { fields("metadata", of: $0) } ?? Mapping()
        metadata = metadata.setting([
            "name": .string(path.name ?? ""), "namespace": .string(path.namespace ?? ""),
            "resourceVersion": record.resourceVersion.isEmpty ? nil : .string(record.resourceVersion),
        ])
        let spec = (former.map { fields("spec", of: $0) } ?? Mapping()).setting([
            "holderIdentity": .string(record.holder),
            "leaseDurationSeconds": Node(.integer(Int64(record.durationSeconds))),
            "acquireTime": record.acquired.map { .string($0.rfc3339Micro) },
            "renewTime": record.renewed.map { .string($0.rfc3339Micro) },
            "leaseTransitions": Node(.integer(Int64(record.transitions))),
        ])
        return .object([
            "apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": Node(.mapping(metadata)),
            "spec": Node(.mapping(spec)),
        ])
    }

    private static func fields(_ name: String, of document: Node) -> Mapping {
        guard case .mapping(let mapping) = document.value, case .mapping(let fields)? = mapping[name]?.value else {
            return Mapping()
        }
        return fields
    }

    private static func text(_ name: String, in fields: Mapping) -> String {
        guard case .string(let text)? = fields[name]?.value else { return "" }
        return text
    }

    private static func number(_ name: String, in fields: Mapping) -> Int {
        guard case .integer(let number)? = fields[name]?.value else { return 0 }
        return Int(clamping: number)
    }
}

extension Mapping {
    /// The mapping with these entries in place of those of their names; those without a value are taken out.
    fileprivate func setting(_ changes: KeyValuePairs<String, Node?>) -> Mapping {
        let names = Set(changes.map(\.key))
        let kept = entries.filter { !names.contains($0.key) }
        return Mapping(kept + changes.compactMap { key, value in value.map { Entry(key: key, value: $0) } })
    }
}
