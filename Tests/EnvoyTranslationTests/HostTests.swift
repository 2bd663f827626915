import EnvoyAPI
import EnvoyTranslation
import RoutingGraph
import SwiftProtobuf
import TestKit
import Testing
import XDSModel

@Suite("Translated hosts")
struct HostTests {
    private let translator = HostTranslator(TranslationSettings(), style: .aggregated)

    @Test(arguments: FeatureCase.all, SourceStyle.allCases)
    func `the same host gives the same bytes, and those a whole message would have`(
        feature: FeatureCase, style: SourceStyle
    ) throws {
        let host = feature.host(feature.hostName, .invented)
        let first = HostTranslator(feature.settings, style: style).translate(host)
        let second = HostTranslator(feature.settings, style: style).translate(host)
        #expect(first == second)
        for resource in first.clusters { #expect(try isCanonical(Envoy.Cluster.self, resource.body)) }
        for resource in first.secrets { #expect(try isCanonical(Envoy.Secret.self, resource.body)) }
        if let body = first.routeConfiguration?.body {
            #expect(try isCanonical(Envoy.RouteConfiguration.self, body))
        }
        if let body = first.plainHost { #expect(try isCanonical(Envoy.VirtualHost.self, body)) }
        if let body = first.filterChain {
            #expect(try isCanonical(Envoy.FilterChain.self, body))
            let filter = try #require(try Envoy.FilterChain(serializedBytes: body).filters.first)
            if filter.typedConfig.isA(Envoy.HTTPConnectionManager.self) {
                #expect(try isCanonical(Envoy.HTTPConnectionManager.self, Array(filter.typedConfig.value)))
            }
        }
    }

    @Test func `clusters, secrets and endpoints come once and by name`() {
        let certificate = Certificates.invented.server
        var further = Cluster.web(feature: "zebra")
        further.upstreamProtocol = .tls
        further.tls.clientCertificate = certificate
        let clusters = [further, .web(feature: "b"), .web(feature: "a"), further, .web(feature: "a")]
        let routes = VirtualHost(name: "a.example.com", routes: clusters.map { .forwarding(to: $0) })
        let host = Host(
            name: "a.example.com", plain: routes,
            secure: SecureHost(
                name: "a.example.com", termination: TLSTermination(certificate: certificate), traffic: .http(routes)))
        let translated = translator.translate(host)
        #expect(translated.clusters.map(\.name) == [clusters[2].name, clusters[1].name, further.name])
        #expect(translated.clusters.map(\.endpoints) == ["default/a/http", "default/b/http", "default/zebra/http"])
        #expect(translated.endpoints.map(\.name) == ["default/a/http", "default/b/http", "default/zebra/http"])
        #expect(translated.secrets.map(\.name) == [certificate.resourceName])
    }

    @Test func `names are Contour's, but that of a secret is without the digest`() throws {
        let host = FeatureCase.all.first { $0.feature == "CrossOrigin" }?.host("kuard.example.com", .invented)
        var cluster = Cluster.web(feature: "kuard")
        cluster.service.portName = ""
        var named = try #require(host)
        named.plain?.routes = [.forwarding(to: cluster)]
        let translated = translator.translate(named)
        #expect(translated.clusters.map(\.name).contains("default/kuard/80/da39a3ee5e"))
        #expect(translated.endpoints.map(\.name).contains("default/kuard"))
        #expect(translated.routeConfiguration?.name == "https/kuard.example.com")
        #expect(translated.secrets.map(\.name) == ["default/certificate"])
    }

    @Test func `a cluster that comes from DNS is warmed with nothing`() {
        var cluster = Cluster.web()
        cluster.discovery = .dns(hostname: "backend.example.org")
        let translated = translator.translate(
            Host(name: "a.example.com", plain: VirtualHost(name: "a.example.com", routes: [.forwarding(to: cluster)])))
        #expect(translated.clusters.map(\.endpoints) == [nil])
        #expect(translated.endpoints.isEmpty)
    }

    @Test func `a host without routes is still served, with 404`() throws {
        let translated = translator.translate(
            Host(name: "a.example.com", plain: VirtualHost(name: "a.example.com", routes: [])))
        let bytes = try #require(translated.plainHost)
        #expect(try Envoy.VirtualHost(serializedBytes: bytes).domains == ["a.example.com"])
    }

    @Test func `a host that serves nothing gives nothing`() {
        let translated = translator.translate(Host(name: "a.example.com"))
        #expect(translated.plainHost == nil)
        #expect(translated.filterChain == nil)
        #expect(translated.routeConfiguration == nil)
    }

    @Test func `a body longer than Envoy takes is cut`() throws {
        let body = String(repeating: "é", count: 600_000)
        let route = Route.any(.respond(DirectResponse(statusCode: 200, body: body)))
        let translated = translator.translate(
            Host(name: "a.example.com", plain: VirtualHost(name: "a.example.com", routes: [route])))
        let message = try Envoy.VirtualHost(serializedBytes: try #require(translated.plainHost))
        #expect(message.routes.first?.directResponse.body.inlineBytes.count == 1 << 20)
    }

    @Test func `weights keep their proportion and fit`() throws {
        let weights: [UInt32] = [.max, .max, 1, 0]
        let destinations = weights.enumerated().map { index, weight in
            Destination(cluster: .web(feature: "s\(index)"), weight: weight)
        }
        let route = Route.any(.forward(Forwarding(destinations: destinations)))
        let translated = translator.translate(
            Host(name: "a.example.com", plain: VirtualHost(name: "a.example.com", routes: [route])))
        let message = try Envoy.VirtualHost(serializedBytes: try #require(translated.plainHost))
        let sent = try #require(message.routes.first).route.weightedClusters.clusters.map { UInt64($0.weight.value) }
        #expect(sent.count == 4)
        #expect(sent.reduce(0, +) <= UInt64(UInt32.max))
        #expect(sent[0] == sent[1] && sent[0] > 1_000_000_000 && sent[2] == 1 && sent[3] == 0)
    }

    private func isCanonical<Decoded: Message>(_ type: Decoded.Type, _ bytes: [UInt8]) throws -> Bool {
        try Decoded(serializedBytes: bytes).deterministicBytes() == bytes
    }
}

@Suite("Log fields")
struct LogFieldTests {
    @Test func `log fields are what Contour takes`() {
        #expect(AccessLogField.defaults.count == 23)
        #expect(AccessLogField("duration")?.format == "%DURATION%")
        #expect(AccessLogField("a=%REQ(X-A=B)%") == AccessLogField(name: "a", format: "%REQ(X-A=B)%"))
        for text in ["", "=x", "DURATION", "no_such_operator"] { #expect(AccessLogField(text) == nil) }
    }
}
