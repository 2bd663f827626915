import DurableFiles
import EnvoyAPI
import EnvoyTranslation
import KubernetesAPI
import RoutingGraph
import SwiftProtobuf
import TestKit
import Testing
import XDSModel

@Suite("What Envoy accepts")
struct AcceptanceTests {
    @Test(.timeLimit(.minutes(2)), arguments: SourceStyle.allCases)
    func `real Envoy accepts every host`(style: SourceStyle) async throws {
        try await withTemporaryDirectory { directory in
            let certificates = try await Certificates.real(in: directory)
            for (index, group) in Dictionary(grouping: FeatureCase.all, by: \.settings.fingerprint).values.enumerated()
            {
                let settings = try #require(group.first).settings
                let translator = HostTranslator(settings, style: style)
                let hosts = group.map { feature in
                    let host = feature.host(feature.hostName, certificates)
                    return (host.name, translator.translate(host))
                }
                var bootstrap = try StaticBootstrap(settings, style: style)
                try bootstrap.add(hosts)
                let run = try await bootstrap.validate(in: directory, name: "hosts-\(index).json")
                #expect(run.exitCode == 0, "\(group.map(\.testDescription)) \(run.error)")
                #expect(run.warnings == [])
            }
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: SettingsCase.all)
    func `real Envoy accepts all settings`(settings: SettingsCase) async throws {
        try await withTemporaryDirectory { directory in
            let certificates = try await Certificates.real(in: directory)
            var changed = settings.settings
            if changed.inspection.statisticsTLS != nil {
                changed.inspection.statisticsTLS = InspectionSettings.StatisticsTLS(
                    certificateFile: directory.file("certificate.pem"), keyFile: directory.file("key.pem"),
                    authoritiesFile: directory.file("certificate.pem"))
            }
            let name = "a.example.com"
            let routes = VirtualHost(name: name, routes: [.forwarding()])
            let end = TLSTermination(certificate: certificates.server)
            let host = Host(
                name: name, plain: routes, secure: SecureHost(name: name, termination: end, traffic: .http(routes)))
            var bootstrap = try StaticBootstrap(changed, style: settings.style)
            try bootstrap.add([(name, HostTranslator(changed, style: settings.style).translate(host))])
            let run = try await bootstrap.validate(in: directory, name: "settings.json")
            #expect(run.exitCode == 0, "\(run.error)")
            #expect(run.warnings == [])
        }
    }

    @Test func `real Envoy would refuse what it does not take`() async throws {
        try await withTemporaryDirectory { directory in
            let certificates = try await Certificates.real(in: directory)
            let broken = Certificates(
                server: Certificates.invented.server, authority: certificates.authority,
                revocations: certificates.revocations)
            for (name, certificates) in [("real", certificates), ("broken", broken)] {
                let feature = try #require(FeatureCase.chains.first)
                let host = feature.host(feature.hostName, certificates)
                let translated = HostTranslator(feature.settings, style: .aggregated).translate(host)
                var bootstrap = try StaticBootstrap(feature.settings, style: .aggregated)
                try bootstrap.add([(host.name, translated)])
                let run = try await bootstrap.validate(in: directory, name: "\(name).json")
                #expect((run.exitCode == 0) == (name == "real"), "\(name) \(run.error)")
            }
            let wrong = Host(name: "b.example.com", plain: VirtualHost(name: "", routes: []))
            var bootstrap = try StaticBootstrap(TranslationSettings(), style: .aggregated)
            try bootstrap.add([
                (wrong.name, HostTranslator(TranslationSettings(), style: .aggregated).translate(wrong))
            ])
            let run = try await bootstrap.validate(in: directory, name: "wrong.json")
            #expect(run.exitCode == 1)
        }
    }
}

extension CommandRun {
    /// What Envoy warns of, without what Contour's Envoys warn of too and older Envoys need: the list of compressible types,
    /// and the formatter that became part of Envoy.
    fileprivate var warnings: [String] {
        error.split(separator: "\n").map(String.init).filter { line in
            (line.contains("][warning][") || line.contains("][error][") || line.contains("][critical]["))
                && !line.contains("Compressor.CommonDirectionConfig.content_type")
                && !line.contains("'METADATA' formatter is treated as a built-in formatter")
        }
    }
}

extension TranslationSettings {
    /// Equal for equal settings.
    fileprivate var fingerprint: String { "\(self)" }
}

extension Certificates {
    /// Certificates that openssl makes: one that serves as authority and as server, and an empty revocation list.
    static func real(in directory: TemporaryDirectory) async throws -> Certificates {
        let certificate = directory.file("certificate.pem")
        let key = directory.file("key.pem")
        try directory.write("[ca]\ndefault_ca=d\n[d]\ndatabase=\(directory.file("index"))\n", to: "ca.cnf")
        try directory.write("", to: "index")
        try await openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=web", "-out", certificate, "-keyout", key,
        ])
        try await openssl([
            "ca", "-gencrl", "-config", directory.file("ca.cnf"), "-keyfile", key, "-cert", certificate, "-md",
            "sha256",
            "-crldays", "2", "-out", directory.file("revocations.pem"),
        ])
        let chain = try readFile(certificate, limit: 10_000)
        return Certificates(
            server: TLSCertificate(
                namespace: "default", name: "certificate", chain: chain, privateKey: try readFile(key, limit: 10_000)),
            authority: chain, revocations: try readFile(directory.file("revocations.pem"), limit: 10_000))
    }

    private static func openssl(_ arguments: [String]) async throws {
        let run = try await CommandRun("openssl", arguments)
        try #require(run.exitCode == 0, "openssl: \(run.error)")
    }
}
