/// How the connection to a control plane is protected.
package enum ClientSecurity: Sendable, Equatable {
    /// Not at all.
    case plaintext
    /// TLS 1.2 or later with these PEM files; the control plane's certificate must be for `contour`.
    case mutualTLS(authority: String, certificate: String, privateKey: String)
}
