/// Which addresses of the control plane's host name Envoy uses.
package enum DNSLookupFamily: String, Sendable, CaseIterable {
    /// IPv6 if there is one, else IPv4.
    case auto
    /// Only IPv4.
    case v4
    /// Only IPv6.
    case v6
    /// Both, tried as [RFC 8305](https://www.rfc-editor.org/rfc/rfc8305) says.
    case all
}
