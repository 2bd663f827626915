import Conventions
package import KubernetesAPI

/// Where the published address comes from. There is no other way to get one: addresses of nodes are never looked at.
package enum AddressSource: Sendable, Equatable {
    /// Nothing is published.
    case none
    /// Always the same addresses.
    case fixed([PublishedAddress])
    /// The addresses of this Service's load balancer.
    case service(NamespacedName)

    /// The source that flags ask for: a comma-separated list, which wins, or a Service. Empty texts ask for nothing.
    ///
    /// - Throws: what is no address.
    package init(addresses: String, service: NamespacedName?) throws(InvalidAddress) {
        var fixed: [PublishedAddress] = []
        for text in commaSeparated(addresses) {
            guard let address = PublishedAddress(text) else { throw InvalidAddress(text: text) }
            if !fixed.contains(address) { fixed.append(address) }
        }
        if !fixed.isEmpty {
            self = .fixed(fixed)
        } else if let service, !service.name.isEmpty {
            self = .service(service)
        } else {
            self = .none
        }
    }

    /// What people read: `static 192.0.2.1`, `service two/svc`, `none`.
    package var text: String {
        switch self {
        case .none: "none"
        case .fixed(let addresses): "static \(addresses.text)"
        case .service(let name): "service \(name)"
        }
    }

    /// The kind of source as a label of metrics: `static`, `service`, `none`.
    package var label: String {
        switch self {
        case .none: "none"
        case .fixed: "static"
        case .service: "service"
        }
    }
}

/// An address that was asked for and is none.
package struct InvalidAddress: Error, Equatable, CustomStringConvertible {
    /// What was given.
    package var text: String

    /// One line: what is wrong and how to mend it.
    package var description: String {
        "status address \(FoundValue.quote(text, limit: 100)) is neither an IP address nor a DNS name; "
            + "write addresses such as 192.0.2.1 or lb.example.com, joined by commas"
    }
}
