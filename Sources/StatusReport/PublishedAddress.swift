package import KubernetesAPI
import RoutingGraph

/// An address at which clients reach what is served, as objects are told it.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressStatus
package struct PublishedAddress: Hashable, Sendable, CustomStringConvertible {
    /// The IP address; empty where it has a name.
    package var ip: String
    /// The DNS name; empty where it has an address.
    package var hostname: String
    /// How packets to it arrive, as the Service says; nil where it does not.
    package var ipMode: String?
    /// Its ports and what became of them, as the Service says.
    package var ports: [Core.PortStatus]

    /// An address of these parts.
    package init(ip: String = "", hostname: String = "", ipMode: String? = nil, ports: [Core.PortStatus] = []) {
        self.ip = ip
        self.hostname = hostname
        self.ipMode = ipMode
        self.ports = ports
    }

    /// The address a text stands for: an IP address or a DNS name; nil for anything else.
    package init?(_ text: String) {
        if AddressText.isAddress(text) {
            self.init(ip: text)
        } else {
            let name = text.lowercased()
            guard ObjectName.isSubdomain(name), !Self.endsInNumber(name) else { return nil }
            self.init(hostname: name)
        }
    }

    /// The addresses of a load balancer; entries that are empty are left out.
    package static func addresses(of loadBalancer: Core.LoadBalancerStatus) -> [PublishedAddress] {
        loadBalancer.ingress.compactMap { entry in
            guard !entry.ip.isEmpty || !entry.hostname.isEmpty else { return nil }
            return PublishedAddress(ip: entry.ip, hostname: entry.hostname, ipMode: entry.ipMode, ports: entry.ports)
        }
    }

    /// What people read: the IP address, the name, or both.
    package var description: String { [ip, hostname].filter { !$0.isEmpty }.joined(separator: "/") }

    /// The address as the API writes it.
    package var node: Node {
        .object([
            "ip": ip.isEmpty ? nil : .string(ip), "hostname": hostname.isEmpty ? nil : .string(hostname),
            "ipMode": ipMode.map { .string($0) },
            "ports": ports.isEmpty
                ? nil
                : Node(
                    .sequence(
                        ports.map {
                            .object([
                                "port": Node(.integer(Int64($0.port))), "protocol": .string($0.protocol),
                                "error": $0.error.map { .string($0) },
                            ])
                        })),
        ])
    }

    /// No domain ends in a number: what does is an address with a mistake in it.
    private static func endsInNumber(_ name: String) -> Bool {
        name.utf8.reversed().prefix { $0 != UInt8(ascii: ".") }.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
    }
}

extension [PublishedAddress] {
    /// What people read of several addresses.
    package var text: String { isEmpty ? "no address" : map(\.description).joined(separator: ", ") }

    /// The addresses as the status of that kind can say them: an Ingress knows no `ipMode`, and a definition from before
    /// Kubernetes 1.29 nothing but the addresses themselves.
    package func told(to kind: ObjectKind, isOld: Bool = false) -> [PublishedAddress] {
        guard isOld || kind == .ingress else { return self }
        return map { PublishedAddress(ip: $0.ip, hostname: $0.hostname, ports: isOld ? [] : $0.ports) }
    }

    /// The `loadBalancer` of a status.
    package var loadBalancer: Node { .object(["ingress": Node(.sequence(map(\.node)))]) }
}
