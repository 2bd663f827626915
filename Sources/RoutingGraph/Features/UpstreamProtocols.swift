package import KubernetesAPI

/// What is spoken to a Service.
package enum UpstreamProtocols {
    /// What a Service says: the `appProtocol` of the port decides alone where there is one, else the annotations that name
    /// ports.
    ///
    /// See [upstream protocols](https://projectcontour.io/docs/main/config/upstream-tls/).
    package static func ofService(_ service: Core.Service, port: Core.ServicePort) -> UpstreamProtocol {
        if let appProtocol = port.appProtocol, !appProtocol.isEmpty {
            return switch appProtocol {
            case "kubernetes.io/h2c": .h2c
            case "https": .tls
            default: .http1
            }
        }
        var byPort: [String: UpstreamProtocol] = [:]
        for spoken: UpstreamProtocol in [.h2, .h2c, .tls] {
            let list = service.metadata.annotations["projectcontour.io/upstream-protocol.\(spoken.rawValue)"] ?? ""
            for entry in list.split(separator: ",") { byPort[entry.trimmingSpaces] = spoken }
        }
        return byPort[port.name] ?? byPort[String(port.port)] ?? .http1
    }

    /// What is spoken where an HTTPProxy may decide: its word, else the Service's.
    ///
    /// Throws `ServiceError`, reason `UnsupportedProtocol`.
    package static func chosen(
        by reference: Contour.Service, service: Core.Service, port: Core.ServicePort, at place: Place
    ) throws(Finding) -> UpstreamProtocol {
        guard let text = reference.protocol else { return ofService(service, port: port) }
        guard let spoken = UpstreamProtocol(rawValue: text), spoken != .http1 else {
            throw Finding(
                .service, "UnsupportedProtocol",
                "\(place.field("protocol")): \(FoundValue.quote(text, limit: 100)) is unknown; write h2, h2c or tls, or leave it out"
            )
        }
        return spoken
    }
}

extension Substring {
    /// The text without spaces and tabs at its ends.
    var trimmingSpaces: String {
        func isSpace(_ character: Character) -> Bool { character == " " || character == "\t" }
        let start = drop(while: isSpace)
        let end = start.lastIndex { !isSpace($0) }
        return end.map { String(start[...$0]) } ?? ""
    }
}
