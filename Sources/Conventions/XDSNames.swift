/// The names by which Envoy and the control plane find and recognise each other; all are Contour's.
package enum XDSName {
    /// The cluster of the bootstrap that leads to the control plane.
    ///
    /// Resources sent on a stream of their own type name it again as the source of further resources.
    package static let cluster = "contour"

    /// The `:authority` of every xDS request.
    package static let authority = "contour"

    /// The DNS name that the control plane's certificate must carry; Envoy accepts no other.
    package static let controlPlaneIdentity = "contour"

    /// The cluster of the bootstrap that leads to Envoy's own admin socket; the statistics and admin listeners route to it.
    package static let adminCluster = "envoy-admin"

    /// The runtime layer that Envoy fetches: its name in the bootstrap and the name of the resource served.
    package static let runtimeLayer = "dynamic"
}
