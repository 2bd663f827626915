package import EnvoyAPI

/// A request of either protocol.
package enum SentRequest: Sendable, Equatable {
    /// Of state of the world.
    case stateOfTheWorld(Envoy.DiscoveryRequest)
    /// Of the incremental protocol.
    case delta(Envoy.DeltaDiscoveryRequest)
}

/// A response of either protocol.
package enum ReceivedResponse: Sendable, Equatable {
    /// Of state of the world.
    case stateOfTheWorld(Envoy.DiscoveryResponse)
    /// Of the incremental protocol.
    case delta(Envoy.DeltaDiscoveryResponse)

    /// The version of what it brings: of all, or of nothing in particular in the incremental protocol.
    package var version: String {
        switch self {
        case .stateOfTheWorld(let response): response.versionInfo
        case .delta(let response): response.systemVersionInfo
        }
    }

    /// The nonce by which it is answered.
    package var nonce: String {
        switch self {
        case .stateOfTheWorld(let response): response.nonce
        case .delta(let response): response.nonce
        }
    }
}
