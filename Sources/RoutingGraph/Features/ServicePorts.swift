package import KubernetesAPI

/// The ports of Services that objects refer to.
package enum ServicePorts {
    /// How an object names a port.
    package enum Reference: Sendable, Equatable, CustomStringConvertible {
        /// By its number.
        case number(Int)
        /// By its name.
        case name(String)

        /// The number or the name, for people.
        package var description: String {
            switch self {
            case .number(let number): "\(number)"
            case .name(let name): FoundValue.quote(name, limit: 100)
            }
        }
    }

    /// A Service with one of its ports.
    package struct Found: Sendable {
        /// The Service.
        package var service: Core.Service
        /// The port, which is one of TCP.
        package var port: Core.ServicePort
    }

    /// The Service of that name and its port.
    ///
    /// Throws `ServiceError`, reason `ServiceUnresolvedReference`: it is missing, the port is, or the port is not TCP.
    package static func find(
        _ name: NamespacedName, port: Reference, at place: Place, reader: inout Reader
    ) throws(Finding) -> Found {
        guard let service = reader.service(name) else {
            throw unresolved(place, "there is no Service \(name); create it")
        }
        // A wrong field may have been meant to ask for TLS.
        if let problem = service.problems.first(where: { !$0.concerns("status") }) {
            throw unresolved(place, "Service \(name): \(problem)")
        }
        return Found(service: service, port: try find(port, of: service, at: place))
    }

    /// The port of a Service; of one number it may have several protocols.
    static func find(
        _ reference: Reference, of service: Core.Service, at place: Place
    ) throws(Finding) -> Core.ServicePort {
        let ports = service.spec.ports.filter { port in
            switch reference {
            case .number(let number): port.port == number
            case .name(let name): !name.isEmpty && port.name == name
            }
        }
        let name = service.metadata.namespacedName
        guard let first = ports.first else { throw unresolved(place, "Service \(name) has no port \(reference)") }
        guard let port = ports.first(where: isTCP) else {
            throw unresolved(
                place,
                "port \(reference) of Service \(name) is \(FoundValue.quote(first.protocol, limit: 20)), and only TCP can be served"
            )
        }
        // why: clusters are named by number, and an API server takes no such Service.
        guard service.spec.ports.count(where: { $0.port == port.port && isTCP($0) }) == 1 else {
            throw unresolved(place, "Service \(name) has several TCP ports \(port.port); leave one")
        }
        return port
    }

    private static func isTCP(_ port: Core.ServicePort) -> Bool { ["", "TCP"].contains(port.protocol) }

    /// The finding for a Service that cannot be used.
    static func unresolved(_ place: Place, _ fault: String) -> Finding {
        Finding(.service, unresolvedReason, "\(place): \(fault)")
    }

    /// Contour's reason for a Service that cannot be used; only that Service is left out.
    package static let unresolvedReason = "ServiceUnresolvedReference"
}
