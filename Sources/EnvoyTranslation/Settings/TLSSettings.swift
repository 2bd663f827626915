package import RoutingGraph

/// How TLS of clients is spoken; the versions stand in every host.
///
/// See [TLS parameters](https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto).
package struct TLSSettings: Sendable, Equatable {
    /// Cipher suites of TLS 1.2 in the order of preference; those in `[a|b]` are equal.
    package var cipherSuites = TLSSettings.defaultCipherSuites
    /// Elliptic curves; empty leaves Envoy's.
    package var curves: [String] = []

    /// The defaults.
    package init() {}

    /// Contour's cipher suites.
    package static let defaultCipherSuites = [
        "[ECDHE-ECDSA-AES128-GCM-SHA256|ECDHE-ECDSA-CHACHA20-POLY1305]",
        "[ECDHE-RSA-AES128-GCM-SHA256|ECDHE-RSA-CHACHA20-POLY1305]",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384",
    ]
}

/// How TLS is spoken to backends.
package struct UpstreamTLSSettings: Sendable, Equatable {
    /// The least version spoken.
    package var minimumVersion: TLSVersion = .tls12
    /// The greatest version spoken.
    package var maximumVersion: TLSVersion = .tls13
    /// Cipher suites of TLS 1.2 in the order of preference.
    package var cipherSuites = TLSSettings.defaultCipherSuites
    /// Elliptic curves; empty leaves Envoy's.
    package var curves: [String] = []

    /// The defaults.
    package init() {}
}
