extension BootstrapDocument {
    /// Mutual TLS with the control plane, or nothing for plain text.
    static func transportSocket(_ security: BootstrapSettings.Security) -> JSON? {
        let context: JSON
        switch security {
        case .none: return nil
        case .files(let files): context = files.inlineContext
        case .rotatedFiles(_, let directory): context = rotatedContext(directory)
        }
        return [
            "name": .string(ExtensionName.tls),
            "typed_config": .packed(
                "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext", ["common_tls_context": context]),
        ]
    }

    private static func rotatedContext(_ directory: String) -> JSON {
        [
            "tls_params": [
                "tls_maximum_protocol_version": "TLSv1_3", "signature_algorithms": signatureAlgorithms,
            ],
            "tls_certificate_sds_secret_configs": [secretSource(.certificate, below: directory)],
            "validation_context_sds_secret_config": secretSource(.validationContext, below: directory),
        ]
    }

    private static func secretSource(_ kind: SecretDocument.Kind, below directory: String) -> JSON {
        [
            "name": .string(kind.secretName),
            "sds_config": [
                "resource_api_version": "V3", "path_config_source": ["path": .string(kind.path(below: directory))],
            ],
        ]
    }

    /// Envoy's defaults and `ecdsa_secp521r1_sha512`, so that certificates with a P-521 key are accepted.
    private static let signatureAlgorithms: JSON = [
        "ecdsa_secp256r1_sha256",
        "rsa_pss_rsae_sha256",
        "rsa_pkcs1_sha256",
        "ecdsa_secp384r1_sha384",
        "rsa_pss_rsae_sha384",
        "rsa_pkcs1_sha384",
        "ecdsa_secp521r1_sha512",
        "rsa_pss_rsae_sha512",
        "rsa_pkcs1_sha512",
        "rsa_pkcs1_sha1",
    ]
}
