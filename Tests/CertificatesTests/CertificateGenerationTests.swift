import Synchronization
import TLSMaterial
import TestKit
import Testing

@testable import Certificates

/// What is left behind by `certgen`, run after run.
struct CertificateGenerationTests {
    private static let now: Int64 = 1_800_000_000
    private static let day: Int64 = 86_400

    /// Runs once and answers the lines told.
    private static func run(
        _ options: GenerationOptions, store: (any SecretStore)? = nil, at now: Int64 = now,
        pause: @escaping @Sendable (Duration) async throws -> Void = { _ in throw Unexpected() }
    ) async throws -> [String] {
        let lines = Mutex<[String]>([])
        try await CertificateGeneration(
            options, store: store, now: now, pause: pause, report: { line in lines.withLock { $0.append(line) } }
        ).run()
        return lines.withLock { $0 }
    }

    private struct Unexpected: Error {}

    @Test func `PEM and YAML need no cluster`() async throws {
        try await withTemporaryDirectory { directory in
            var options = GenerationOptions(outputs: [.pem, .yaml], namespace: "edge")
            options.directory = directory.file("out")
            options.suffix = "-x"
            let names = [
                "cacert.pem", "contourcert.pem", "contourkey.pem", "envoycert.pem", "envoykey.pem", "cacert-x.yaml",
                "contourcert-x.yaml", "envoycert-x.yaml",
            ]
            #expect(try await Self.run(options) == names.map { directory.file("out/\($0) created") })
            let files = CertificateDirectory(path: options.directory)
            let fromPEM = CertificateSet { files.contents(of: $0) }
            let fromYAML = CertificateSet(.legacy, suffix: "-x") { name in
                files.contents(of: name + ".yaml").flatMap { CertificateSecret.data(ofYAML: $0) }
            }
            #expect(fromPEM != nil && fromPEM == fromYAML)
            #expect(fromPEM?.fault(at: Self.now, margin: 364 * Self.day) == nil)
            await #expect(throws: CertificatesError.exists(directory.file("out/cacert.pem"))) {
                _ = try await Self.run(options)
            }
            #expect(CertificateSet { files.contents(of: $0) } == fromPEM)
            options.overwrites = true
            _ = try await Self.run(options)
            #expect(CertificateSet { files.contents(of: $0) } != fromPEM)
        }
    }

    @Test(arguments: [[.pem], [.yaml]] as [[GenerationOptions.Output]], SecretsFormat.allCases)
    func `files are renewed only when they have to be`(
        outputs: [GenerationOptions.Output], format: SecretsFormat
    ) async throws {
        try await withTemporaryDirectory { directory in
            var options = GenerationOptions(outputs: outputs, namespace: "edge")
            options.directory = directory.path
            options.format = format
            options.renewBefore = .seconds(30 * Self.day)
            let first = try await Self.run(options)
            #expect(first.allSatisfy { $0.hasSuffix(" created") } && !first.isEmpty)
            #expect(try await Self.run(options) == ["the certificates are good; nothing was changed"])
            let later = try await Self.run(options, at: Self.now + 335 * Self.day)
            #expect(later == ["renewing: contour: the certificate expires soon"] + first)
            let after = try await Self.run(options, at: Self.now + 335 * Self.day)
            #expect(after == ["the certificates are good; nothing was changed"])
        }
    }

    @Test func `a cluster learns of the new authority before its certificates appear`() async throws {
        var options = GenerationOptions(outputs: [.cluster], namespace: "edge")
        options.format = .compact
        options.renewBefore = .seconds(30 * Self.day)
        options.announcement = .seconds(7)
        let store = FakeStore()
        _ = try await Self.run(options, store: store)
        let former = try #require(try await store.certificates(.compact, namespace: "edge", suffix: ""))
        let pauses = Mutex<[Duration]>([])
        let between = Mutex<CertificateSet?>(nil)
        let lines = try await Self.run(options, store: store, at: Self.now + 340 * Self.day) { pause in
            pauses.withLock { $0.append(pause) }
            let found = try await store.certificates(.compact, namespace: "edge", suffix: "")
            between.withLock { $0 = found }
        }
        #expect(pauses.withLock { $0 } == [.seconds(7)])
        #expect(lines.count == 6 && lines.last == "secret/envoycert updated", "\(lines)")
        let announced = try #require(between.withLock { $0 })
        #expect(announced.contour == former.contour && announced.authorities != former.authorities)
        let final = try #require(try await store.certificates(.compact, namespace: "edge", suffix: ""))
        #expect(final.contour != former.contour)
        #expect(try SignedCertificate.all(of: final.authorities).count == 2)
    }

    @Test func `without a margin nothing of the cluster is read and what exists stays`() async throws {
        let options = GenerationOptions(outputs: [.cluster], namespace: "edge")
        let store = FakeStore(isReadable: false)
        _ = try await Self.run(options, store: store)
        let lines = try await Self.run(options, store: store)
        #expect(lines == ["cacert", "contourcert", "envoycert"].map { "secret/\($0) already exists" })
    }

    @Test func `a namespace that cannot be is refused before anything is written`() async throws {
        try await withTemporaryDirectory { directory in
            var options = GenerationOptions(outputs: [.pem], namespace: "No")
            options.directory = directory.file("out")
            await #expect(throws: CertificatesError.wrongNamespace("No")) { _ = try await Self.run(options) }
            #expect(CertificateDirectory(path: options.directory).contents(of: "cacert.pem") == nil)
        }
    }
}
