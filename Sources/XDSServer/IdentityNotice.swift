/// What becomes of the server's certificate while it runs. Times are seconds since 1970-01-01T00:00:00Z.
package enum IdentityNotice: Sendable, Equatable {
    /// New files are in use; the certificate is valid until `notAfter`.
    case replaced(notAfter: Int64)
    /// The files cannot be used; the former certificate, valid until `notAfter`, stays. Told once for each reason.
    case broken(reason: String, notAfter: Int64)
    /// The files can be used again and are in use.
    case mended(notAfter: Int64)
}
