/// Certificates that sign what the other side of a connection shows.
package struct TrustedAuthorities: Equatable, Sendable {
    /// `ca.crt` as it was given.
    package let pem: [UInt8]
    /// How many certificates it holds, at least one.
    package let count: Int

    /// Checks `ca.crt` of a Secret; whatever this returns, Envoy loads.
    /// <https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto>
    package static func check(bundle: [UInt8]) throws(TLSMaterialError) -> TrustedAuthorities {
        let certificates = try X509Certificate.all(of: bundle, entry: .authorities)
        guard !certificates.isEmpty else { throw .missing(.authorities) }
        return TrustedAuthorities(pem: bundle, count: certificates.count)
    }
}
