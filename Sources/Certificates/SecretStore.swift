/// Where Secrets are kept: an API server.
package protocol SecretStore: Sendable {
    /// Creates a Secret; false when there is one of its name, which stays as it is.
    func create(_ secret: CertificateSecret) async throws -> Bool

    /// Replaces what a Secret that exists holds, whoever changed it last.
    func replace(_ secret: CertificateSecret) async throws

    /// What a Secret holds; nil when there is none.
    func data(of name: String, namespace: String) async throws -> [String: [UInt8]]?
}

extension SecretStore {
    /// The set that Secrets of a format hold; nil when something is missing.
    package func certificates(
        _ format: SecretsFormat, namespace: String, suffix: String
    ) async throws(CertificatesError) -> CertificateSet? {
        var found: [String: [String: [UInt8]]] = [:]
        for name in CertificateSet.secretNames(format, suffix: suffix) {
            do {
                found[name] = try await data(of: name, namespace: namespace)
            } catch {
                throw .secret(name, reason: "\(error)")
            }
        }
        return CertificateSet(format, suffix: suffix) { found[$0] }
    }

    /// Writes Secrets in turn; those that exist are replaced only when `overwriting`.
    ///
    /// Nothing is read, so that the permissions of Contour's job, to create and to update, are enough.
    ///
    /// - Parameter report: Is given a line about each.
    package func write(
        _ secrets: [CertificateSecret], overwriting: Bool, report: (String) -> Void
    ) async throws(CertificatesError) {
        for secret in secrets {
            do {
                if try await create(secret) {
                    report("secret/\(secret.name) created")
                } else if overwriting {
                    try await replace(secret)
                    report("secret/\(secret.name) updated")
                } else {
                    report("secret/\(secret.name) already exists")
                }
            } catch {
                throw .secret(secret.name, reason: "\(error)")
            }
        }
    }
}
