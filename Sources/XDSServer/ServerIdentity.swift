import NIOSSL
import TLSMaterial

/// A certificate that the server can show, and the authorities whose clients it accepts.
struct ServerIdentity: Sendable {
    /// Why files make no identity, in words for people.
    struct Fault: Error, Equatable {
        let reason: String
    }

    /// The last second in which the server's certificate is valid, since 1970-01-01T00:00:00Z.
    let notAfter: Int64

    private let configuration: TLSConfiguration

    /// Checks what files hold: the key has to be that of the certificate, and there has to be an authority.
    ///
    /// A certificate that has expired is no fault: without it nobody could connect either.
    init(_ contents: MutualTLSFiles.Contents) throws(Fault) {
        do throws(TLSMaterialError) {
            let server = try ServerCertificate.check(
                certificate: contents.certificate, privateKey: contents.privateKey)
            _ = try TrustedAuthorities.check(bundle: contents.authorities)
            notAfter = server.notAfter
        } catch {
            throw Fault(reason: "\(error)")
        }
        do {
            configuration = try Self.configuration(contents)
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw Fault(reason: "the TLS library refuses them: \(error)")
        }
    }

    /// What one handshake needs.
    ///
    /// No two handshakes share it: a session that is resumed would spare its client showing its certificate again, which may
    /// have expired or lost its authority meanwhile.
    func handshakeContext() throws -> NIOSSLContext {
        try NIOSSLContext(configuration: configuration)
    }

    private static func configuration(_ contents: MutualTLSFiles.Contents) throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMBytes(contents.certificate).map {
            NIOSSLCertificateSource.certificate($0)
        }
        var configuration = TLSConfiguration.makeServerConfigurationWithMTLS(
            certificateChain: chain,
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: contents.privateKey, format: .pem)),
            trustRoots: .certificates(try NIOSSLCertificate.fromPEMBytes(contents.authorities)))
        configuration.minimumTLSVersion = .tlsv13
        configuration.applicationProtocols = ["h2"]
        return configuration
    }
}
