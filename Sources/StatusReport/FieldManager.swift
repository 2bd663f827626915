package import KubernetesAPI

/// The name under which statuses are written, and what other names mean to it.
///
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers
package struct FieldManager: Sendable, Equatable {
    /// The name; at most 128 bytes, of which the API server takes no more.
    package let name: String

    /// What the names of all forms of this installation begin with, whatever its class and source.
    private let family: String

    private let predecessors: Set<String>

    /// The name of an installation: its namespace, its Lease, the classes it takes and where its address comes from, so that
    /// two installations never share one. Managers in `predecessors` have given up what they wrote; by default Contour, whose
    /// place this takes.
    package init(
        namespace: String, lease: String, classNames: [String], source: AddressSource,
        predecessors: Set<String> = ["contour"]
    ) {
        let family = "attache-status/\(namespace)/\(lease)/"
        let shortened =
            family.utf8.count <= Self.longest - 8 ? family : "attache-status/\(Self.digest(family))/"
        self.family = shortened
        self.predecessors = predecessors
        name = shortened + Self.digest("\(classNames.sorted().joined(separator: ","))|\(source.text)").suffix(8)
    }

    /// What a manager is to us.
    package enum Relation: Sendable, Equatable {
        /// It is this one.
        case ourselves
        /// It wrote before us and does not mean to go on.
        case predecessor
        /// It is another writer.
        case rival
    }

    /// What a manager of that name is to us.
    package func relation(to manager: String) -> Relation {
        if manager == name { return .ourselves }
        let isPredecessor =
            manager == "before-first-apply" || predecessors.contains(manager) || manager.hasPrefix("kubectl")
            || manager.hasPrefix(family)
        return isPredecessor ? .predecessor : .rival
    }

    /// Whether any of them is this one.
    package func owns(_ owners: [FieldOwner]) -> Bool { owners.contains { $0.manager == name } }

    private static let longest = 128

    /// FNV-1a in hexadecimal: names need to differ, not to be secret.
    private static func digest(_ text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
