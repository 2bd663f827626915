import EnvoyAPI
import EnvoyTranslation
import KubernetesAPI
import RoutingGraph
import SwiftProtobuf
import TestKit
import Testing
import XDSModel

/// What a renewed certificate changes.
@Suite("Assemblies")
struct AssemblyTests {
    @Test(arguments: SourceStyle.allCases)
    func `a renewed certificate of several hosts changes its secret and nothing else`(style: SourceStyle) async throws {
        var assembly = Assembly(TranslationSettings(), style: style)
        _ = await apply(["a.test": "first", "b.test": "first"], to: &assembly)
        let before = assembly.snapshot
        let changes = await apply(["a.test": "second", "b.test": "second"], to: &assembly)
        var expected = ChangeSet()
        expected.insert(.secret, "default/cert")
        #expect(changes == expected)
        let (former, latter) = (before[.secret]["default/cert"], assembly.snapshot[.secret]["default/cert"])
        #expect(former?.body != latter?.body && former?.version != latter?.version)
        let sent = try Envoy.Secret(serializedBytes: try #require(latter).body)
        #expect(sent.tlsCertificate.certificateChain.inlineBytes.elementsEqual("second".utf8))
    }

    @Test func `a renewed certificate goes with the last host that shows it`() async {
        var assembly = Assembly(TranslationSettings(), style: .aggregated)
        _ = await apply(["a.test": "first", "b.test": "first"], to: &assembly)
        for issue in ["second", "third"] { _ = await apply(["a.test": issue, "b.test": issue], to: &assembly) }
        let still = await apply(["a.test": nil], to: &assembly)
        #expect(still[.secret].isEmpty && assembly.snapshot[.secret]["default/cert"] != nil)
        let gone = await apply(["b.test": nil], to: &assembly)
        #expect(gone[.secret] == .names(["default/cert"]) && assembly.snapshot[.secret].isEmpty)
    }

    /// Makes hosts show a certificate of the Secret `default/cert`; nil takes a host away.
    private func apply(_ issues: [String: String?], to assembly: inout Assembly) async -> ChangeSet {
        let hosts = issues.reduce(into: [String: Host?]()) { hosts, entry in
            let host = entry.value.map { self.host(entry.key, showing: $0) }
            hosts.updateValue(host, forKey: entry.key)
        }
        return await assembly.apply(hosts: hosts, services: [], slices: { _ in [] })
    }

    /// A host with the certificate on both sides: shown to clients, and to its backend.
    private func host(_ name: String, showing issue: String) -> Host {
        let certificate = TLSCertificate(
            namespace: "default", name: "cert", chain: Array(issue.utf8), privateKey: Array("key".utf8))
        var cluster = Cluster.web()
        cluster.upstreamProtocol = .tls
        cluster.tls.clientCertificate = certificate
        let routes = VirtualHost(name: name, routes: [.forwarding(to: cluster)])
        return Host(
            name: name, plain: routes,
            secure: SecureHost(
                name: name, termination: TLSTermination(certificate: certificate), traffic: .http(routes)))
    }
}
