/// How a connection to another process is protected: TLS, whom it trusts and as whom it speaks.
package struct ConnectionSecurity: Sendable, Hashable {
    /// The authorities that may vouch for the server, as PEM; nil trusts those of the system.
    package var authorities: [UInt8]?

    /// As whom this side speaks; nil without a certificate of its own.
    package var identity: ClientIdentity?

    /// The name the server's certificate must hold, where it is not the host of the endpoint.
    package var serverName: String?

    /// Whether any certificate will do. Whoever is in between can then read and change everything.
    package var skipsVerification = false

    /// TLS that trusts `authorities`.
    package init(authorities: [UInt8]? = nil, identity: ClientIdentity? = nil) {
        self.authorities = authorities
        self.identity = identity
    }
}

/// A certificate chain and its key.
package struct ClientIdentity: Sendable, Hashable {
    /// The certificate, and what links it to an authority, as PEM.
    package var certificates: [UInt8]

    /// The private key, as PEM.
    package var key: [UInt8]

    /// A chain and its key; whether they belong together is found when they are used.
    package init(certificates: [UInt8], key: [UInt8]) {
        self.certificates = certificates
        self.key = key
    }
}
