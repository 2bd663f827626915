/// How Envoy asks the control plane for its configuration.
///
/// [The variants of the xDS transport protocol](https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol)
package enum XDSTransport: String, Sendable, CaseIterable {
    /// One incremental stream for all types, which keeps changes ordered and small.
    case aggregatedDelta = "ads"
    /// A state-of-the-world stream for each type and subscription: exactly Contour's bootstrap.
    case perType = "per-type"
}
