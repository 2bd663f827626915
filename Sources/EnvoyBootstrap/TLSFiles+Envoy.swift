import Conventions
import EnvoyAPI

extension TLSFiles {
    /// Everything in the bootstrap itself; Envoy reads the files once.
    var inlineContext: Envoy.CommonTLSContext {
        var context = Envoy.CommonTLSContext()
        context.tlsParams.tlsMaximumProtocolVersion = .tlsv13
        context.tlsCertificates = [tlsCertificate]
        context.validationContext = validationContext
        return context
    }

    /// Envoy's certificate and key, by file name: the document holds no secret.
    var tlsCertificate: Envoy.TLSCertificate {
        var message = Envoy.TLSCertificate()
        message.certificateChain.filename = certificate
        message.privateKey.filename = privateKey
        return message
    }

    /// Only a certificate of this authority for the control plane's name is accepted.
    var validationContext: Envoy.CertificateValidationContext {
        var name = Envoy.SubjectAltNameMatcher()
        name.sanType = .dns
        name.matcher.exact = XDSName.controlPlaneIdentity
        var message = Envoy.CertificateValidationContext()
        message.trustedCa.filename = authority
        message.matchTypedSubjectAltNames = [name]
        return message
    }
}
