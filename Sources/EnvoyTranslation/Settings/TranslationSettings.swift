/// Everything an operator may set about what Envoy is sent; the defaults are Contour's.
///
/// See [Contour's configuration](https://projectcontour.io/docs/main/configuration/).
package struct TranslationSettings: Sendable, Equatable {
    /// Where clients are listened to.
    package var listeners = ListenerSettings()
    /// How HTTP of clients is read and answered.
    package var http = HTTPSettings()
    /// How TLS of clients is spoken.
    package var tls = TLSSettings()
    /// How backends are reached.
    package var clusters = ClusterSettings()
    /// What is logged of requests and connections.
    package var accessLog = AccessLogSettings()
    /// Where Envoy answers for itself.
    package var inspection = InspectionSettings()
    /// What Envoy's runtime is told.
    package var runtime = RuntimeSettings()

    /// The defaults.
    package init() {}
}
