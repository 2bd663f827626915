import EnvoyAPI
import RoutingGraph
import SwiftProtobuf
import XDSModel

extension Envoy.DownstreamTLSContext {
    /// How TLS of clients is ended.
    ///
    /// The certificate is fetched by its name, so that a renewed one reaches Envoy without the old being dropped early. See
    /// [TLS contexts](https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/tls.proto).
    ///
    /// - Parameter protocols: What is offered by ALPN; nothing when a backend speaks with the client itself.
    init(_ termination: TLSTermination, protocols: [String], settings: TLSSettings, style: SourceStyle) {
        self.init()
        commonTlsContext.tlsParams.tlsMinimumProtocolVersion = termination.minimumVersion.envoy
        commonTlsContext.tlsParams.tlsMaximumProtocolVersion = termination.maximumVersion.envoy
        commonTlsContext.tlsParams.cipherSuites = settings.cipherSuites
        commonTlsContext.tlsParams.ecdhCurves = settings.curves
        commonTlsContext.tlsCertificateSdsSecretConfigs = [style.secret(termination.certificate.resourceName)]
        commonTlsContext.alpnProtocols = protocols
        if let validation = termination.clientValidation {
            commonTlsContext.validationContext = Envoy.CertificateValidationContext(validation)
            requireClientCertificate = Google_Protobuf_BoolValue(!validation.isOptional)
        }
    }
}

extension Envoy.CertificateValidationContext {
    /// What is asked of clients' certificates.
    fileprivate init(_ validation: ClientValidation) {
        self.init()
        if validation.acceptsUntrusted { trustChainVerification = .acceptUntrusted }
        if !validation.authorities.isEmpty {
            trustedCa = Envoy.DataSource(bytes: validation.authorities)
        } else if !validation.acceptsUntrusted {
            refuseAll()
        }
        if !validation.revocationList.isEmpty {
            crl = Envoy.DataSource(bytes: validation.revocationList)
            onlyVerifyLeafCertCrl = validation.checksLeafOnly
        }
    }
}

extension Envoy.HTTPConnectionManager {
    /// Sets what backends are told of a client's certificate; what the client itself writes there is dropped.
    ///
    /// See [x-forwarded-client-cert](https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert).
    mutating func apply(_ forwarded: ForwardedCertificate) {
        forwardClientCertDetails = .sanitizeSet
        setCurrentClientCertDetails.subject = Google_Protobuf_BoolValue(forwarded.subject)
        setCurrentClientCertDetails.cert = forwarded.certificate
        setCurrentClientCertDetails.chain = forwarded.chain
        setCurrentClientCertDetails.dns = forwarded.dns
        setCurrentClientCertDetails.uri = forwarded.uri
    }
}
