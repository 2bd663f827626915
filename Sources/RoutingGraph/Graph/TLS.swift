/// How TLS of clients is ended.
package struct TLSTermination: Sendable, Equatable {
    /// The certificate shown.
    package var certificate: TLSCertificate
    /// The least version accepted.
    package var minimumVersion: TLSVersion
    /// The greatest version accepted.
    package var maximumVersion: TLSVersion
    /// What is asked of clients; nil when no certificate is.
    package var clientValidation: ClientValidation?

    /// A termination; by default TLS 1.2 and 1.3 without client certificates.
    package init(
        certificate: TLSCertificate, minimumVersion: TLSVersion = .tls12, maximumVersion: TLSVersion = .tls13,
        clientValidation: ClientValidation? = nil
    ) {
        self.certificate = certificate
        self.minimumVersion = minimumVersion
        self.maximumVersion = maximumVersion
        self.clientValidation = clientValidation
    }
}

/// A version of TLS; older ones are never spoken.
package enum TLSVersion: String, Sendable, Hashable, Comparable {
    /// TLS 1.2.
    case tls12 = "1.2"
    /// TLS 1.3.
    case tls13 = "1.3"

    /// Older is less.
    package static func < (left: TLSVersion, right: TLSVersion) -> Bool { left.rawValue < right.rawValue }
}

/// A certificate chain with its key, checked: the key belongs to the first certificate.
package struct TLSCertificate: Sendable, Equatable {
    /// The Secret's namespace.
    package var namespace: String
    /// The Secret's name.
    package var name: String
    /// The chain, PEM.
    package var chain: [UInt8]
    /// The key, PEM.
    package var privateKey: [UInt8]

    /// A certificate of a Secret.
    package init(namespace: String, name: String, chain: [UInt8], privateKey: [UInt8]) {
        self.namespace = namespace
        self.name = name
        self.chain = chain
        self.privateKey = privateKey
    }

    /// The name of the secret resource: the Secret's, whole, so that no two Secrets share one.
    ///
    /// Contour's changes with the certificate, and the listener that names it with it, which drains the host's
    /// connections. Under the same name Envoy swaps the certificate in place. See
    /// [key rotation](https://www.envoyproxy.io/docs/envoy/latest/configuration/security/secret#key-rotation).
    package var resourceName: String { "\(namespace)/\(name)" }
}

/// What is asked of clients' certificates.
package struct ClientValidation: Sendable, Equatable {
    /// The authorities, PEM; empty when certificates are asked for and not checked.
    package var authorities: [UInt8]
    /// Whether a certificate that no authority vouches for is taken.
    package var acceptsUntrusted: Bool
    /// Whether a client may come without certificate.
    package var isOptional: Bool
    /// Revoked certificates, PEM; empty for none.
    package var revocationList: [UInt8]
    /// Whether only the client's own certificate is looked up in the list.
    package var checksLeafOnly: Bool
    /// What of the certificate backends are told in `x-forwarded-client-cert`; nil for nothing.
    package var forwarded: ForwardedCertificate?

    /// A validation.
    package init(
        authorities: [UInt8], acceptsUntrusted: Bool = false, isOptional: Bool = false, revocationList: [UInt8] = [],
        checksLeafOnly: Bool = false, forwarded: ForwardedCertificate? = nil
    ) {
        self.authorities = authorities
        self.acceptsUntrusted = acceptsUntrusted
        self.isOptional = isOptional
        self.revocationList = revocationList
        self.checksLeafOnly = checksLeafOnly
        self.forwarded = forwarded
    }
}

/// What of a client's certificate backends are told.
package struct ForwardedCertificate: Sendable, Equatable {
    /// Its subject.
    package var subject: Bool
    /// Itself.
    package var certificate: Bool
    /// Its chain.
    package var chain: Bool
    /// Its DNS names.
    package var dns: Bool
    /// Its URI.
    package var uri: Bool

    /// A choice of parts.
    package init(subject: Bool, certificate: Bool, chain: Bool, dns: Bool, uri: Bool) {
        self.subject = subject
        self.certificate = certificate
        self.chain = chain
        self.dns = dns
        self.uri = uri
    }
}
