import XDSModel

/// A request as it came from the wire, before its type is known.
struct DiscoveryMessage: Sendable, Equatable {
    /// What differs between the two protocols.
    enum Body: Sendable, Equatable {
        /// Of state of the world.
        case stateOfTheWorld(version: String, names: [String])
        /// Of the incremental protocol.
        case delta(subscribe: [String], unsubscribe: [String], initialVersions: [String: String])
    }

    /// Who sent it; only the first request of a stream has to say.
    var node: NodeIdentity?
    /// The type asked for; may be empty.
    var typeURL: String
    /// Which response it answers; empty on a first request.
    var nonce: String
    /// Why that response was rejected; `nil` when it was not.
    var rejection: String?
    /// The rest.
    var body: Body
    /// Its length on the wire.
    var size: Int

    /// The request for the model, about a type.
    func input(_ type: ResourceType) -> DiscoveryInput {
        switch body {
        case .stateOfTheWorld(let version, let names):
            .stateOfTheWorld(type: type, versionInfo: version, names: names, nonce: nonce, rejection: rejection)
        case .delta(let subscribe, let unsubscribe, let initialVersions):
            .delta(
                type: type, subscribe: subscribe, unsubscribe: unsubscribe, initialVersions: initialVersions,
                nonce: nonce, rejection: rejection)
        }
    }
}
