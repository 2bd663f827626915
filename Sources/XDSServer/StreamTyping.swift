import XDSMethods
import XDSModel

/// Decides which resource type a request is about.
///
/// On a stream of one type the first request decides; its type URL counts even where it differs from the method's, because
/// Contour's `cli sds` asks for secrets by the method for routes.
struct StreamTyping: Sendable {
    /// What is to become of a request.
    enum Resolution: Equatable {
        /// It is about this type.
        case type(ResourceType)
        /// It is about a type we do not serve and stays without an answer; `isFirst`: none was before it on this stream.
        case ignored(isFirst: Bool)
        /// The stream must end with this explanation.
        case invalid(String)
    }

    private let service: DiscoveryService
    private var decided: ResourceType?
    private var hasIgnored = false

    /// The typing of a stream of a service.
    init(_ service: DiscoveryService) {
        self.service = service
    }

    /// Decides about a request with this type URL.
    mutating func resolve(typeURL: String) -> Resolution {
        service == .aggregated ? resolveAggregated(typeURL) : resolveSingle(typeURL)
    }

    private mutating func resolveAggregated(_ typeURL: String) -> Resolution {
        if let type = ResourceType(typeURL: typeURL) { return .type(type) }
        guard !typeURL.isEmpty else { return .invalid("a request on an aggregated stream must name its type") }
        defer { hasIgnored = true }
        return .ignored(isFirst: !hasIgnored)
    }

    private mutating func resolveSingle(_ typeURL: String) -> Resolution {
        let asked = typeURL.isEmpty ? decided ?? service.resourceType : ResourceType(typeURL: typeURL)
        guard let asked else { return .invalid("resources of this type are not served") }
        guard asked == decided ?? asked else { return .invalid("a stream of one type cannot change its type") }
        decided = asked
        return .type(asked)
    }
}
