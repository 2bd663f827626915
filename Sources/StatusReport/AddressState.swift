/// What is known of the address to publish.
package enum AddressState: Sendable, Equatable {
    /// Nothing is known yet: the objects have not been read.
    case unknown
    /// No source was configured.
    case none
    /// There is an address; never empty.
    case resolved([PublishedAddress])
    /// The Service exists and has no address yet.
    case waitingForLoadBalancer
    /// The Service does not exist.
    case serviceNotFound
    /// The Service is of a type that has no load balancer.
    case serviceTypeUnsupported(String)
    /// The Service may not be read.
    case forbidden(String)

    /// One word, for metrics and people.
    package var word: String {
        switch self {
        case .unknown: "Unknown"
        case .none: "NotConfigured"
        case .resolved: "Resolved"
        case .waitingForLoadBalancer: "WaitingForLoadBalancer"
        case .serviceNotFound: "ServiceNotFound"
        case .serviceTypeUnsupported: "ServiceTypeUnsupported"
        case .forbidden: "Forbidden"
        }
    }
}
