package import EnvoyAPI

/// A file that Envoy reads like an answer of a secret discovery service and watches for a newer one.
///
/// [SDS from files](https://www.envoyproxy.io/docs/envoy/latest/configuration/security/secret)
package struct SecretDocument: Sendable {
    /// What the file holds.
    package enum Kind: Sendable, CaseIterable {
        /// Envoy's certificate and key.
        case certificate
        /// The authority and the name that the control plane must prove.
        case validationContext
    }

    /// What the file holds.
    package let kind: Kind
    /// The message that is written.
    package let message: Envoy.DiscoveryResponse

    /// Builds the answer with one secret that names `files`.
    package init(_ kind: Kind, files: TLSFiles) throws(BootstrapError) {
        var secret = Envoy.Secret()
        secret.name = kind.secretName
        switch kind {
        case .certificate: secret.tlsCertificate = files.tlsCertificate
        case .validationContext: secret.validationContext = files.validationContext
        }
        var response = Envoy.DiscoveryResponse()
        response.resources = [try packed(secret)]
        self.kind = kind
        self.message = response
    }

    /// The document as compact JSON with Envoy's own field names.
    package func json() throws(BootstrapError) -> [UInt8] {
        try encodedJSON(message)
    }
}

extension SecretDocument.Kind {
    /// The name by which the bootstrap asks for the secret.
    var secretName: String {
        switch self {
        case .certificate: "contour_xds_tls_certificate"
        case .validationContext: "contour_xds_tls_validation_context"
        }
    }

    /// The file, below the resources directory.
    package func path(below resources: String) -> String {
        let name =
            switch self {
            case .certificate: "xds-tls-certificate.json"
            case .validationContext: "xds-validation-context.json"
            }
        return "\(Self.directory(below: resources))/\(name)"
    }

    /// The directory of all SDS files, below the resources directory.
    package static func directory(below resources: String) -> String {
        var parent = resources[...]
        while parent.last == "/" { parent = parent.dropLast() }
        return "\(parent)/sds"
    }
}
