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

    /// An address of these parts.
    package init(ip: String = "", hostname: String = "") {
        self.ip = ip
        self.hostname = hostname
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
            entry.ip.isEmpty && entry.hostname.isEmpty ? nil : PublishedAddress(ip: entry.ip, hostname: entry.hostname)
        }
    }

    /// What people read: the IP address, the name, or both.
    package var description: String { [ip, hostname].filter { !$0.isEmpty }.joined(separator: "/") }

    /// The address as the API writes it.
    package var node: Node {
        .object(["ip": ip.isEmpty ? nil : .string(ip), "hostname": hostname.isEmpty ? nil : .string(hostname)])
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

    /// The `loadBalancer` of a status.
    package var loadBalancer: Node { .object(["ingress": Node(.sequence(map(\.node)))]) }
}
