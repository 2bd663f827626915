import CurlTransport
import HTTPTransport
import HTTPTypes
import NIOSSL
import TestKit
import Testing

/// Certificates on real TLS connections: who is trusted, and as whom the client speaks.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `Secure exchanges` {
    private let authority: TestAuthority
    private let certificate: TestCertificate

    init() throws {
        authority = try TestAuthority()
        certificate = try authority.issue(for: "localhost", "api.test")
    }

    private var trusting: ConnectionSecurity { ConnectionSecurity(authorities: Array(authority.certificate.utf8)) }

    private func ask(
        _ server: SecureServer, host: String = "localhost", _ security: ConnectionSecurity,
        by client: CurlClient = CurlClient()
    ) async throws(HTTPTransportError) -> String {
        let request = OutboundRequest(
            .get, "/host", at: .network(host: host, port: server.port), security: security,
            connectTimeout: .seconds(60), timeout: .seconds(120))
        let response = try await client.send(request)
        return String(decoding: try await response.body.collect(upTo: 1000), as: UTF8.self)
    }

    private func identity(of certificate: TestCertificate) -> ClientIdentity {
        ClientIdentity(certificates: Array(certificate.certificate.utf8), key: Array(certificate.key.utf8))
    }

    private func expectNotTrusted(_ error: HTTPTransportError?, saying words: String) {
        guard case .notTrusted(_, let reason) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(reason.contains(words))
    }

    @Test(arguments: [["h2", "http/1.1"], ["http/1.1"], []])
    func `a server vouched for answers over the best protocol it knows`(protocols: [String]) async throws {
        try await withSecureServer(ServerSecurity(certificate: certificate, protocols: protocols)) { server in
            let answer = try await ask(server, trusting)
            #expect(answer == "localhost:\(server.port)")
            #expect(server.connections.map(\.protocolName) == [protocols.first ?? ""])
        }
    }

    @Test func `a server of another authority is not trusted, and told so`() async throws {
        let other = ConnectionSecurity(authorities: Array(try TestAuthority("Other").certificate.utf8))
        try await withSecureServer(ServerSecurity(certificate: certificate)) { server in
            for security in [other, ConnectionSecurity()] {
                let error = await #expect(throws: HTTPTransportError.self) { try await ask(server, security) }
                expectNotTrusted(error, saying: "local issuer")
            }
        }
    }

    @Test func `a certificate for another name is not trusted`() async throws {
        let certificate = try authority.issue(for: "elsewhere.test")
        try await withSecureServer(ServerSecurity(certificate: certificate)) { server in
            let error = await #expect(throws: HTTPTransportError.self) { try await ask(server, trusting) }
            expectNotTrusted(error, saying: "localhost")
        }
    }

    @Test func `the server's name may differ from the host, which stays in the request`() async throws {
        try await withSecureServer(ServerSecurity(certificate: certificate)) { server in
            var security = trusting
            security.serverName = "api.test"
            let answer = try await ask(server, host: "127.0.0.1", security)
            #expect(answer == "127.0.0.1:\(server.port)")
            security.serverName = "other.test"
            let wrong = security
            let error = await #expect(throws: HTTPTransportError.self) {
                try await ask(server, host: "127.0.0.1", wrong)
            }
            expectNotTrusted(error, saying: "other.test")
        }
    }

    @Test func `whoever skips verification takes any certificate`() async throws {
        let certificate = try TestAuthority("Other").issue(for: "elsewhere.test")
        try await withSecureServer(ServerSecurity(certificate: certificate)) { server in
            var security = trusting
            security.skipsVerification = true
            let answer = try await ask(server, security)
            #expect(answer == "localhost:\(server.port)")
        }
    }

    @Test func `TLS below 1.2 is not spoken`() async throws {
        try await withSecureServer(ServerSecurity(certificate: certificate, newest: .tlsv11)) { server in
            let error = await #expect(throws: HTTPTransportError.self) { try await ask(server, trusting) }
            guard case .cannotConnect = error else { return #expect(Bool(false), "\(String(describing: error))") }
        }
    }

    @Test func `a client shows its certificate where it is asked for`() async throws {
        let own = try authority.issue(for: "client")
        let asking = ServerSecurity(certificate: certificate, clientAuthority: authority.certificate)
        try await withSecureServer(asking) { server in
            var security = trusting
            security.identity = identity(of: own)
            _ = try await ask(server, security)
            #expect(server.connections.map(\.client) == [own.encoded])
        }
    }

    @Test func `a client without a certificate, or with a stranger's, is refused`() async throws {
        let stranger = try TestAuthority("Other").issue(for: "client")
        let asking = ServerSecurity(certificate: certificate, clientAuthority: authority.certificate)
        try await withSecureServer(asking) { server in
            for identity in [nil, identity(of: stranger)] {
                var security = trusting
                security.identity = identity
                let refused = security
                await #expect(throws: HTTPTransportError.self) { try await ask(server, refused) }
            }
            #expect(server.connections.isEmpty)
        }
    }

    @Test func `equal credentials share a connection, and rotated ones never use the old one`() async throws {
        let (first, second) = (try authority.issue(for: "first"), try authority.issue(for: "second"))
        let asking = ServerSecurity(certificate: certificate, clientAuthority: authority.certificate)
        try await withSecureServer(asking) { server in
            let client = CurlClient()
            for own in [first, first, second, second] {
                var security = trusting
                security.identity = identity(of: own)
                _ = try await ask(server, security, by: client)
            }
            #expect(server.connections.map(\.client) == [first.encoded, second.encoded])
        }
    }

    @Test func `authorities that change are not passed by over an open connection`() async throws {
        try await withSecureServer(ServerSecurity(certificate: certificate)) { server in
            let client = CurlClient()
            _ = try await ask(server, trusting, by: client)
            let other = ConnectionSecurity(authorities: Array(try TestAuthority("Other").certificate.utf8))
            let error = await #expect(throws: HTTPTransportError.self) { try await ask(server, other, by: client) }
            expectNotTrusted(error, saying: "local issuer")
        }
    }

    @Test(arguments: ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
    func `material that is no PEM is the request's fault`(text: String) async throws {
        try await withSecureServer(ServerSecurity(certificate: certificate)) { server in
            var badIdentity = trusting
            badIdentity.identity = ClientIdentity(certificates: Array(text.utf8), key: Array(text.utf8))
            for security in [ConnectionSecurity(authorities: Array(text.utf8)), badIdentity] {
                let error = await #expect(throws: HTTPTransportError.self) { try await ask(server, security) }
                guard case .invalidRequest = error else { return #expect(Bool(false), "\(String(describing: error))") }
            }
        }
    }

    @Test func `a certificate with another's key is the request's fault`() async throws {
        let (first, second) = (try authority.issue(for: "first"), try authority.issue(for: "second"))
        try await withSecureServer(ServerSecurity(certificate: certificate)) { server in
            var security = trusting
            security.identity = identity(of: first)
            security.identity?.key = Array(second.key.utf8)
            let mixed = security
            let error = await #expect(throws: HTTPTransportError.self) { try await ask(server, mixed) }
            guard case .invalidRequest = error else { return #expect(Bool(false), "\(String(describing: error))") }
        }
    }

    @Test(arguments: [
        ("a/b", "/", nil), ("a@b", "/", nil), ("", "/", nil), ("localhost", "no-slash", nil),
        ("localhost", "/a b", nil), ("localhost", "/a#b", nil), ("localhost", "/\r\nx: y", nil),
        ("localhost", "/", "ftp://proxy"), ("localhost", "/", "proxy:3128"), ("localhost", "/", "http://"),
    ])
    func `what cannot be part of a URL is refused before anything is sent`(
        host: String, path: String, proxy: String?
    ) async throws {
        let request = OutboundRequest(
            .get, path, at: .network(host: host, port: 9), security: trusting, proxy: proxy,
            connectTimeout: .seconds(1), timeout: .seconds(1))
        let error = await #expect(throws: HTTPTransportError.self) { try await CurlClient().send(request) }
        guard case .invalidRequest = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func `a host without an address is told from a port where nobody listens`() async throws {
        let request = OutboundRequest(
            .get, "/", at: .network(host: "no..host", port: 9), security: trusting, connectTimeout: .seconds(5),
            timeout: .seconds(5))
        let error = await #expect(throws: HTTPTransportError.self) { try await CurlClient().send(request) }
        guard case .unknownHost = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }
}
