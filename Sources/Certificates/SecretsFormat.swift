/// How certificates are divided into Secrets; the formats are Contour's.
package enum SecretsFormat: String, Sendable, CaseIterable {
    /// A Secret for the authorities and one for each certificate.
    case legacy
    /// A Secret for each certificate, with the authorities in both.
    case compact
}
