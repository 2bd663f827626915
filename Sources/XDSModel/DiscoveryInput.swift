/// What a peer sent: a `DiscoveryRequest` or a `DeltaDiscoveryRequest`, decoded.
///
/// See [the xDS transport protocol](https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol).
package enum DiscoveryInput: Sendable {
    /// A `DiscoveryRequest`: `names` are all that the peer wants; `rejection` is `error_detail.message`, non-nil when
    /// `error_detail` is there; an empty `nonce` answers nothing.
    case stateOfTheWorld(type: ResourceType, versionInfo: String, names: [String], nonce: String, rejection: String?)
    /// A `DeltaDiscoveryRequest`: `subscribe` and `unsubscribe` change what the peer wants; `initialVersions` is what it
    /// holds from an earlier stream.
    case delta(
        type: ResourceType, subscribe: [String], unsubscribe: [String], initialVersions: [String: String],
        nonce: String,
        rejection: String?)

    /// The type of the resources it is about.
    package var type: ResourceType {
        switch self {
        case .stateOfTheWorld(let type, _, _, _, _), .delta(let type, _, _, _, _, _): type
        }
    }
}
