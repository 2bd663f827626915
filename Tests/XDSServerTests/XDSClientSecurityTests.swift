import Certificates
import Synchronization
import TestKit
import Testing
import XDSClient
import XDSModel

@testable import XDSServer

/// `attache cli` over TLS.
@Suite(.timeLimit(.minutes(2)))
struct XDSClientSecurityTests {
    private struct Enough: Error {}

    private static let sets = Result { try [1, 2].map { try CertificateSet.sample(days: $0) } }

    private static func security(_ files: MutualTLSFiles) -> ClientSecurity {
        .mutualTLS(authority: files.authorities, certificate: files.certificate, privateKey: files.privateKey)
    }

    /// Asks a protected server for clusters and answers how that ended.
    private static func ask(
        serverShows server: IssuedCertificate, _ security: @Sendable (TemporaryDirectory) throws -> ClientSecurity
    ) async throws -> any Error {
        try await withTemporaryDirectory { directory in
            let mount = try SecretMount(in: directory, try sets.get()[0].authorities, server)
            let identity = try RotatingIdentity(mount.files)
            let security = try security(directory)
            return try await withServer {
                $0.security = .mutualTLS(identity)
            } _: { server in
                server.publish([.cluster: [.sample("a")]])
                do {
                    try await DiscoveryClient(host: "127.0.0.1", port: server.port, security: security)
                        .stream(ClientSubscription(type: .cluster)) { _ in
                        } onResponse: { _ in
                            throw Enough()
                        }
                    return StreamEnded()
                } catch {
                    return error
                }
            }
        }
    }

    @Test func `a client with the right files is served`() async throws {
        let sets = try Self.sets.get()
        // The authority that counts is the second of its bundle.
        let bundle = sets[1].authorities + sets[0].authorities
        let end = try await Self.ask(serverShows: sets[0].contour) { directory in
            Self.security(try SecretMount(in: directory, named: "client", bundle, sets[0].envoy).files)
        }
        #expect(end is Enough, "\(end)")
    }

    @Test func `a server that is not called contour is not believed`() async throws {
        let sets = try Self.sets.get()
        let end = try await Self.ask(serverShows: sets[0].envoy) { directory in
            Self.security(try SecretMount(in: directory, named: "client", sets[0].authorities, sets[0].envoy).files)
        }
        #expect(Self.isUnreachable(end), "\(end)")
    }

    @Test func `a server of a foreign authority is not believed`() async throws {
        let sets = try Self.sets.get()
        let end = try await Self.ask(serverShows: sets[0].contour) { directory in
            Self.security(try SecretMount(in: directory, named: "client", sets[1].authorities, sets[0].envoy).files)
        }
        #expect(Self.isUnreachable(end), "\(end)")
    }

    @Test func `a client of a foreign authority, or without TLS, is told in one line`() async throws {
        let sets = try Self.sets.get()
        let foreign = try await Self.ask(serverShows: sets[0].contour) { directory in
            Self.security(try SecretMount(in: directory, named: "client", sets[0].authorities, sets[1].envoy).files)
        }
        let plain = try await Self.ask(serverShows: sets[0].contour) { _ in .plaintext }
        for end in [foreign, plain] {
            let words = "\(end)"
            #expect(end is XDSClientError && !words.contains("\n"), "\(end)")
        }
    }

    private static func isUnreachable(_ error: any Error) -> Bool {
        if case .unreachable? = error as? XDSClientError { true } else { false }
    }
}
