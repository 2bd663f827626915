import EnvoyAPI
import RoutingGraph
import XDSModel

extension Envoy.UpstreamTLSContext {
    /// How TLS is spoken to the backends of a cluster.
    ///
    /// HTTP/2 is asked for by ALPN; HTTP/1.1 is what is spoken without. See
    /// [TLS contexts](https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/tls.proto).
    init(_ cluster: Cluster, settings: UpstreamTLSSettings, style: SourceStyle) {
        self.init()
        commonTlsContext.tlsParams.tlsMinimumProtocolVersion = settings.minimumVersion.envoy
        commonTlsContext.tlsParams.tlsMaximumProtocolVersion = settings.maximumVersion.envoy
        commonTlsContext.tlsParams.cipherSuites = settings.cipherSuites
        commonTlsContext.tlsParams.ecdhCurves = settings.curves
        if cluster.upstreamProtocol == .h2 { commonTlsContext.alpnProtocols = ["h2"] }
        if let validation = cluster.tls.validation {
            commonTlsContext.validationContext = Envoy.CertificateValidationContext(validation)
        }
        if let certificate = cluster.tls.clientCertificate {
            commonTlsContext.tlsCertificateSdsSecretConfigs = [style.secret(certificate.resourceName)]
        }
        // Envoy refuses a longer one, and no DNS name is as long.
        if cluster.tls.serverName.utf8.count <= 255 { sni = cluster.tls.serverName }
    }
}

extension Envoy.CertificateValidationContext {
    /// How a backend's certificate is checked: by the authorities, and by one of the names if there are any.
    fileprivate init(_ validation: UpstreamValidation) {
        self.init()
        guard !validation.authorities.isEmpty else {
            refuseAll()
            return
        }
        trustedCa = Envoy.DataSource(bytes: validation.authorities)
        matchTypedSubjectAltNames = validation.subjectNames.map { name in
            var matcher = Envoy.SubjectAltNameMatcher()
            matcher.sanType = .dns
            matcher.matcher.exact = name
            return matcher
        }
    }
}

extension Envoy.CertificateValidationContext {
    /// Lets no certificate pass. Without authorities Envoy would let every one pass, although a check was asked for.
    mutating func refuseAll() {
        verifyCertificateHash = [String(repeating: "0", count: 64)]
    }
}

extension TLSVersion {
    /// The version as Envoy names it.
    var envoy: Envoy.TLSParameters.TlsProtocol {
        switch self {
        case .tls12: .tlsv12
        case .tls13: .tlsv13
        }
    }
}

extension Envoy.TransportSocket {
    /// A transport socket that speaks TLS to backends.
    init(_ context: Envoy.UpstreamTLSContext) {
        self.init()
        name = ExtensionName.tls
        typedConfig = Envoy.AnyMessage(packing: context)
    }

    /// A transport socket that speaks TLS with clients.
    init(_ context: Envoy.DownstreamTLSContext) {
        self.init()
        name = ExtensionName.tls
        typedConfig = Envoy.AnyMessage(packing: context)
    }
}
