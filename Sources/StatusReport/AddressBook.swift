package import KubernetesAPI

/// Whose addresses are which, as far as Services tell: what somebody else published can then be called by its name.
///
/// Nodes and pods are not in it: this controller has no right to read them.
package struct AddressBook: Sendable, Equatable {
    /// What an address is to its Service.
    package enum Role: String, Sendable {
        /// The address inside the cluster, which clients outside do not reach.
        case cluster = "the cluster address of Service"
        /// An address of its load balancer.
        case loadBalancer = "a load balancer address of Service"
    }

    /// An address of a Service.
    package struct Entry: Sendable, Hashable {
        /// The IP address or the DNS name.
        package var address: String
        /// What it is to the Service.
        package var role: Role

        /// An address and what it is.
        package init(address: String, role: Role) {
            self.address = address
            self.role = role
        }
    }

    private var entries: [NamespacedName: [Entry]] = [:]
    private var owners: [String: NamespacedName] = [:]

    /// A book without addresses.
    package init() {}

    /// The addresses of a Service; a headless one has none in the cluster.
    package static func entries(of service: Core.Service) -> [Entry] {
        let cluster = service.spec.clusterIP
        let inside = cluster.isEmpty || cluster == "None" ? [] : [Entry(address: cluster, role: .cluster)]
        return inside
            + PublishedAddress.addresses(of: service.status.loadBalancer).flatMap { [$0.ip, $0.hostname] }
            .filter { !$0.isEmpty }.map { Entry(address: $0, role: .loadBalancer) }
    }

    /// Takes in the addresses a Service has now; none when it is gone.
    package mutating func learn(_ service: NamespacedName, _ addresses: [Entry]) {
        for entry in entries[service] ?? [] where owners[entry.address] == service { owners[entry.address] = nil }
        entries[service] = addresses.isEmpty ? nil : addresses
        for entry in addresses { owners[entry.address] = service }
    }

    /// What an address is, in words; nil when no Service has it.
    package func words(for address: PublishedAddress) -> String? {
        for text in [address.ip, address.hostname] {
            guard !text.isEmpty, let service = owners[text],
                let entry = entries[service]?.first(where: { $0.address == text })
            else { continue }
            return "\(entry.role.rawValue) \(service)"
        }
        return nil
    }
}
