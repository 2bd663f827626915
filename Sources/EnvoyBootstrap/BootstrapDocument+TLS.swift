import EnvoyAPI

extension BootstrapDocument {
    /// Mutual TLS with the control plane, or nothing for plain text.
    static func transportSocket(
        _ security: BootstrapSettings.Security
    ) throws(BootstrapError) -> Envoy.TransportSocket? {
        var context = Envoy.UpstreamTLSContext()
        switch security {
        case .none: return nil
        case .files(let files): context.commonTlsContext = files.inlineContext
        case .rotatedFiles(_, let directory): context.commonTlsContext = rotatedContext(directory)
        }
        var socket = Envoy.TransportSocket()
        socket.name = ExtensionName.tls
        socket.typedConfig = try packed(context)
        return socket
    }

    private static func rotatedContext(_ directory: String) -> Envoy.CommonTLSContext {
        var context = Envoy.CommonTLSContext()
        context.tlsParams.tlsMaximumProtocolVersion = .tlsv13
        context.tlsParams.signatureAlgorithms = signatureAlgorithms
        context.tlsCertificateSdsSecretConfigs = [secretSource(.certificate, below: directory)]
        context.validationContextSdsSecretConfig = secretSource(.validationContext, below: directory)
        return context
    }

    private static func secretSource(_ kind: SecretDocument.Kind, below directory: String) -> Envoy.SDSSecretConfig {
        var config = Envoy.SDSSecretConfig()
        config.name = kind.secretName
        config.sdsConfig.resourceApiVersion = .v3
        config.sdsConfig.pathConfigSource.path = kind.path(below: directory)
        return config
    }

    /// Envoy's defaults and `ecdsa_secp521r1_sha512`, so that certificates with a P-521 key are accepted.
    private static let signatureAlgorithms = [
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
