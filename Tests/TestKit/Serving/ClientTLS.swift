internal import NIOSSL

/// How a client begins TLS; it trusts whatever certificate it is shown and reports it.
package struct ClientTLS: Sendable {
    /// The versions of TLS.
    package enum Version: Sendable, CaseIterable {
        case v1_0, v1_1, v1_2, v1_3

        fileprivate var version: TLSVersion {
            switch self {
            case .v1_0: .tlsv1
            case .v1_1: .tlsv11
            case .v1_2: .tlsv12
            case .v1_3: .tlsv13
            }
        }
    }

    /// The name sent as SNI; nil sends none.
    package var serverName: String?
    /// The protocols offered by ALPN; nil offers what the connection speaks.
    package var applicationProtocols: [String]?
    /// The lowest version offered.
    package var minimumVersion: Version
    /// The highest version offered.
    package var maximumVersion: Version

    /// A client that names `serverName` and offers these versions.
    package init(
        serverName: String?, applicationProtocols: [String]? = nil, from minimumVersion: Version = .v1_2,
        to maximumVersion: Version = .v1_3
    ) {
        self.serverName = serverName
        self.applicationProtocols = applicationProtocols
        self.minimumVersion = minimumVersion
        self.maximumVersion = maximumVersion
    }

    /// The context of connections that speak `version`.
    func context(speaking version: HTTPVersionName) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .noHostnameVerification
        configuration.minimumTLSVersion = minimumVersion.version
        configuration.maximumTLSVersion = maximumVersion.version
        configuration.applicationProtocols = applicationProtocols ?? [version.applicationProtocol]
        return try NIOSSLContext(configuration: configuration)
    }
}

/// The versions of HTTP that clients of the rig speak.
package enum HTTPVersionName: Sendable, Hashable, CaseIterable {
    /// HTTP/1.1.
    case http1
    /// HTTP/2, without TLS by prior knowledge.
    case http2

    /// The name by ALPN.
    package var applicationProtocol: String {
        switch self {
        case .http1: "http/1.1"
        case .http2: "h2"
        }
    }
}

/// What a TLS handshake led to.
package struct TLSSession: Sendable {
    /// The certificate the server showed, in DER.
    package var certificate: [UInt8]
    /// The protocol chosen by ALPN.
    package var applicationProtocol: String?
}

/// Why there is no TLS: the peer's alert, or that it hung up, in the library's words.
package struct TLSFailure: Error, Hashable, CustomStringConvertible {
    /// The words.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
