/// Bounds on what is read from one value of a Secret, so that no tenant can make a check expensive.
package enum TLSMaterialLimits {
    /// Bytes of one value; Kubernetes itself keeps whole Secrets within this.
    /// <https://kubernetes.io/docs/concepts/configuration/secret/#restriction-data-size>
    package static let bytes = 1 << 20

    /// PEM blocks of one value. Bundles of authorities are long: those of operating systems have some 150.
    package static func blocks(of entry: TLSMaterialError.Entry) -> Int {
        entry == .authorities ? 1000 : 100
    }

    /// Bits of an RSA key: Envoy refuses smaller ones, and checking larger ones costs tens of milliseconds.
    /// <https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/security/ssl>
    package static let rsaBits = 2048...8192
}
