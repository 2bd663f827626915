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

    private let message: JSON

    /// Builds the answer with one secret that names `files`.
    package init(_ kind: Kind, files: TLSFiles) {
        let secret: JSON =
            switch kind {
            case .certificate:
                ["name": .string(kind.secretName), "tls_certificate": files.tlsCertificate]
            case .validationContext:
                ["name": .string(kind.secretName), "validation_context": files.validationContext]
            }
        message = ["resources": [.packed("envoy.extensions.transport_sockets.tls.v3.Secret", secret)]]
    }

    /// The document as compact JSON with Envoy's own field names.
    package func json() -> [UInt8] { message.bytes }
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
