/// The listeners that clients come in by.
package enum TrafficListener: String, Sendable, CaseIterable {
    /// For plain HTTP. Its route configuration has the same name.
    case plain = "ingress_http"
    /// For TLS.
    case secure = "ingress_https"

    /// The name, which is Contour's; statistics begin with it.
    package var name: String { rawValue }
}
