import Certificates
import EnvoyAPI
import GRPCCore
import Synchronization
import TestKit
import Testing
import XDSMethods
import XDSModel

@testable import XDSServer

/// Certificates that change while peers come, stay and go.
@Suite(.timeLimit(.minutes(2)))
struct RotatingIdentityTests {
    private static let path = DiscoveryMethod(service: .aggregated, isDelta: true).path
    private static let sets = Result { try [1, 2, 3].map { try CertificateSet.sample(days: $0) } }

    /// What an identity told.
    private final class Notices: Sendable {
        let all = Mutex<[IdentityNotice]>([])
        /// Whether nobody is to come any more.
        let isOver = Atomic(false)

        func take(_ notice: IdentityNotice) { all.withLock { $0.append(notice) } }
    }

    /// Runs a protected server on the files of a set.
    private static func withProtectedServer(
        _ set: CertificateSet,
        _ body: @Sendable (RunningServer, SecretMount, RotatingIdentity, Notices) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let mount = try SecretMount(in: directory, set.authorities, set.contour)
            let notices = Notices()
            let identity = try RotatingIdentity(mount.files) { notices.take($0) }
            try await withServer {
                $0.security = .mutualTLS(identity)
            } _: { server in
                server.publish([.cluster: [.sample("a")]])
                try await body(server, mount, identity, notices)
            }
        }
    }

    private struct Refused: Error {}

    /// Connects once, and throws unless the server answers.
    private static func visit(_ server: RunningServer, _ set: CertificateSet) async throws {
        let tls = try RawPeer.configuration(trusting: set.authorities, as: set.envoy)
        guard try await RawPeer.ask(path, port: server.port, tls).contains(RawPeer.headers) else { throw Refused() }
    }

    @Test func `the very next handshake has the new files, and streams that are open live on`() async throws {
        let sets = try Self.sets.get()
        try await Self.withProtectedServer(sets[0]) { server, mount, identity, _ in
            try await withPeer(port: server.port, security: sets[0].envoySecurity) { connection in
                try await connection.stream(Self.path) { peer in
                    try peer.send(.deltaRequest(.cluster))
                    try peer.accept(try await peer.nextDelta())
                    for set in [sets[1], sets[2], sets[1]] {
                        try mount.show(set.authorities, set.contour)
                        // Neither side knows the other's former authority.
                        try await Self.visit(server, set)
                        server.publish([.cluster: [.sample("a", version: .random(in: 2 ... .max))]])
                        try peer.accept(try await peer.nextDelta())
                    }
                }
            }
            #expect(server.notices.all.filter { if case .opened = $0.notice { true } else { false } }.count == 4)
            let end = try ServerIdentity(
                .init(
                    authorities: sets[1].authorities, certificate: sets[1].contour.certificate,
                    privateKey: sets[1].contour.privateKey)
            ).notAfter
            #expect(identity.notAfter == end)
        }
    }

    @Test func `a former authority's clients are refused at once`() async throws {
        let sets = try Self.sets.get()
        try await Self.withProtectedServer(sets[0]) { server, mount, _, _ in
            try await Self.visit(server, sets[0])
            try mount.show(sets[1].authorities, sets[0].contour)
            let former = try RawPeer.configuration(trusting: sets[0].authorities, as: sets[0].envoy)
            #expect(try await RawPeer.ask(Self.path, port: server.port, former).isEmpty)
        }
    }

    @Test func `rotating all the time fails no connection`() async throws {
        let now = IssuedNow.seconds
        let authority = try CertificateAuthority(validity: .days(.year, from: now))
        let pairs = try (1...4).map { days in
            let validity = ValidityPeriod(notBefore: now - 3600, notAfter: now + Int64(days) * 86_400)
            return CertificateSet(
                authorities: authority.certificate,
                contour: try authority.issue(
                    CertificateRequest(service: "contour", namespace: "n", validity: validity)),
                envoy: try authority.issue(CertificateRequest(service: "envoy", namespace: "n", validity: validity)))
        }
        try await Self.withProtectedServer(pairs[0]) { server, mount, _, notices in
            try await withThrowingTaskGroup(of: Int.self) { tasks in
                for client in 0..<4 {
                    tasks.addTask {
                        var visits = 0
                        while !notices.isOver.load(ordering: .acquiring) {
                            try await Self.visit(server, pairs[(visits + client) % pairs.count])
                            visits += 1
                        }
                        return visits
                    }
                }
                for turn in 1...20 {
                    try await Task.sleep(for: .milliseconds(200))
                    let pair = pairs[turn % pairs.count]
                    try mount.show(pair.authorities, pair.contour)
                }
                notices.isOver.store(true, ordering: .releasing)
                var visits = 0
                for try await count in tasks { visits += count }
                #expect(visits >= 20)
            }
            let told = notices.all.withLock { $0 }
            #expect(told.allSatisfy { if case .replaced = $0 { true } else { false } } && told.count >= 10, "\(told)")
        }
    }

    @Test(arguments: ["the key of another", "no certificate", "no authority", "a file that is gone"])
    func `files that cannot be used leave the former in use, and that is said once`(fault: String) async throws {
        let sets = try Self.sets.get()
        try await Self.withProtectedServer(sets[0]) { server, mount, identity, notices in
            let end = identity.notAfter
            var broken = sets[1]
            switch fault {
            case "the key of another": broken.contour.privateKey = sets[2].contour.privateKey
            case "no certificate": broken.contour.certificate = Array("nothing".utf8)
            case "no authority": broken.authorities = []
            default: break
            }
            try mount.show(broken.authorities, broken.contour)
            if fault == "a file that is gone" { try mount.remove("tls.key") }
            for _ in 0..<5 { try await Self.visit(server, sets[0]) }
            try await eventually("it is told", within: .seconds(30)) { !notices.all.withLock { $0.isEmpty } }
            for _ in 0..<5 { try await Self.visit(server, sets[0]) }
            #expect(identity.notAfter == end)
            try mount.restore("tls.key")
            try mount.show(sets[1].authorities, sets[1].contour)
            try await Self.visit(server, sets[1])
            let told = notices.all.withLock { $0 }
            #expect(told.count == 2 && told.last == .mended(notAfter: identity.notAfter), "\(told)")
            guard case .broken(let reason, end)? = told.first else { throw StreamEnded() }
            #expect(reason.contains(mount.directory.path), "\(reason)")
        }
    }

    @Test(arguments: ["ca.crt", "tls.crt", "tls.key"], [nil, "", "-----BEGIN CERTIFICATE-----"])
    func `files that cannot be used at the start are said in one line`(name: String, text: String?) async throws {
        let set = try Self.sets.get()[0]
        try await withTemporaryDirectory { directory in
            let mount = try SecretMount(in: directory, set.authorities, set.contour)
            try mount.remove(name)
            if let text { try mount.directory.write(text, to: name) }
            let error = #expect(throws: XDSServerError.self) { _ = try RotatingIdentity(mount.files) }
            let words = error?.description ?? ""
            #expect(
                words.hasPrefix("cannot serve xDS with these certificates: ")
                    && words.contains(mount.directory.file(name)))
            #expect(!words.contains("\n"))
        }
    }
}
