import Certificates
import NIOSSL
import TestKit
import Testing
import XDSMethods
import XDSModel
import XDSServer

/// Who gets as far as a method.
@Suite(.timeLimit(.minutes(2)))
struct MutualTLSTests {
    /// What a client does wrong.
    enum Mistake: CaseIterable {
        case noCertificate, wrongAuthority, expired, notYetValid, serverPurposeOnly, plaintext, oldTLS, noALPN,
            otherALPN
    }

    private static let paths =
        DiscoveryMethod.all.map(\.path) + [
            "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "/grpc.health.v1.Health/Watch", "/", "",
            "envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources",
        ]

    /// An authority and what it issued, made once: keys take their time.
    private struct Material {
        let authority: CertificateAuthority
        let server: IssuedCertificate
        let client: IssuedCertificate
        let now = IssuedNow.seconds

        init() throws {
            let validity = ValidityPeriod.days(.year, from: now)
            authority = try CertificateAuthority(validity: validity)
            server = try authority.issue(CertificateRequest(service: "contour", namespace: "n", validity: validity))
            client = try authority.issue(CertificateRequest(service: "envoy", namespace: "n", validity: validity))
        }
    }

    private static let material = Result { try Material() }

    private static func configuration(
        _ material: Material, _ client: IssuedCertificate?, edit: (inout TLSConfiguration) -> Void = { _ in }
    ) throws -> TLSConfiguration {
        var configuration = try RawPeer.configuration(trusting: material.authority.certificate, as: client)
        edit(&configuration)
        return configuration
    }

    private static func tls(_ mistake: Mistake, _ material: Material) throws -> TLSConfiguration? {
        var request = CertificateRequest(
            service: "envoy", namespace: "n", validity: .days(.year, from: material.now))
        switch mistake {
        case .noCertificate: return try configuration(material, nil)
        case .plaintext: return nil
        case .wrongAuthority:
            let other = try CertificateAuthority(validity: .days(.year, from: material.now))
            return try configuration(material, try other.issue(request))
        case .expired: request.validity.notAfter = material.now - 60
        case .notYetValid: request.validity.notBefore = material.now + 3600
        case .serverPurposeOnly: request.purposes = [.server]
        case .oldTLS: return try configuration(material, material.client) { $0.maximumTLSVersion = .tlsv12 }
        case .noALPN: return try configuration(material, material.client) { $0.applicationProtocols = [] }
        case .otherALPN: return try configuration(material, material.client) { $0.applicationProtocols = ["http/1.1"] }
        }
        return try configuration(material, try material.authority.issue(request))
    }

    private static func withProtectedServer(
        _ material: Material, _ body: @Sendable (RunningServer) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let mount = try SecretMount(in: directory, material.authority.certificate, material.server)
            let identity = try RotatingIdentity(mount.files)
            try await withServer {
                $0.security = .mutualTLS(identity)
            } _: { server in
                server.publish([.cluster: [.sample("a")]])
                try await body(server)
            }
        }
    }

    @Test(arguments: Mistake.allCases)
    func `nothing of gRPC is reached without the right certificate`(mistake: Mistake) async throws {
        let material = try Self.material.get()
        let tls = try Self.tls(mistake, material)
        try await Self.withProtectedServer(material) { server in
            for path in Self.paths {
                let frames = try await RawPeer.ask(path, port: server.port, tls)
                #expect(frames.isEmpty, "\(path)")
            }
            #expect(server.notices.all.isEmpty)
        }
    }

    @Test func `with it every method is reached and nothing else`() async throws {
        let material = try Self.material.get()
        let tls = try Self.configuration(material, material.client)
        try await Self.withProtectedServer(material) { server in
            for path in Self.paths {
                let frames = try await RawPeer.ask(path, port: server.port, tls)
                #expect(frames.contains(RawPeer.headers) || !path.hasPrefix("/"), "\(path)")
            }
            let reached = server.notices.all.filter { if case .opened = $0.notice { true } else { false } }
            #expect(reached.map(\.stream.method) == DiscoveryMethod.all)
        }
    }
}
