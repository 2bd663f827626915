/// A streaming method of a discovery service.
package struct DiscoveryMethod: Sendable, Hashable {
    /// The service it belongs to.
    package let service: DiscoveryService
    /// Whether it speaks the incremental protocol, or else state of the world.
    package let isDelta: Bool

    /// Names a method.
    package init(service: DiscoveryService, isDelta: Bool) {
        self.service = service
        self.isDelta = isDelta
    }

    /// The method's name within its service.
    package var name: String { (isDelta ? "Delta" : "Stream") + service.noun }

    /// The path of the method's HTTP/2 requests.
    package var path: String { "/\(service.name)/\(name)" }

    /// Every method, both protocols of each service.
    package static let all = DiscoveryService.allCases.flatMap { service in
        [false, true].map { DiscoveryMethod(service: service, isDelta: $0) }
    }
}
