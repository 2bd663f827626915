import ControlPlaneHTTP
import EnvoyAPI
import KubernetesAPI
import SwiftProtobuf
import Testing
import XDSModel

@testable import RoutingGraph

@Suite struct `Resources for people` {
    private func resource(_ name: String, _ message: some Message, version: UInt64 = 1) -> Resource {
        Resource(name: name, version: Version(rawValue: version), body: message.deterministicBytes())
    }

    @Test func `are lines of type, version, size and name`() {
        var snapshot = Snapshot()
        snapshot[.route].insert(Resource(name: "r", version: Version(rawValue: 255), body: [1, 2, 3]))
        snapshot[.cluster].insert(Resource(name: "b", version: Version(rawValue: 2), body: []))
        snapshot[.cluster].insert(Resource(name: "a", version: Version(rawValue: 1), body: [1]))
        #expect(
            ResourceListing.text(snapshot, types: ResourceType.allCases) == """
                TYPE  VERSION               BYTES  NAME
                cds   0000000000000001          1  a
                cds   0000000000000002          0  b
                rds   00000000000000ff          3  r

                """)
        #expect(ResourceListing.text(snapshot, types: [.secret]) == "TYPE  VERSION               BYTES  NAME\n")
    }

    @Test func `are JSON with the names of Envoy's documentation, extensions included`() {
        var router = Envoy.HTTPFilter()
        router.name = "router"
        router.typedConfig = Envoy.AnyMessage(packing: Envoy.Router())
        var manager = Envoy.HTTPConnectionManager()
        manager.statPrefix = "s"
        manager.httpFilters = [router]
        var filter = Envoy.NetworkFilter()
        filter.typedConfig = Envoy.AnyMessage(packing: manager)
        var chain = Envoy.FilterChain()
        chain.filters = [filter]
        var listener = Envoy.Listener()
        listener.name = "l"
        listener.filterChains = [chain]
        let text = ResourceJSON.text(resource("l", listener), of: .listener)
        #expect(text?.contains(#""filter_chains":[{"filters":[{"#) == true)
        #expect(text?.contains(#""stat_prefix":"s""#) == true)
        #expect(text?.contains("envoy.extensions.filters.http.router.v3.Router") == true)
    }

    @Test func `never hold a private key`() throws {
        let key = "-----BEGIN PRIVATE KEY-----secret"
        var inline = Envoy.Secret()
        inline.name = "s"
        inline.tlsCertificate.certificateChain.inlineString = "chain"
        inline.tlsCertificate.privateKey.inlineString = key
        let text = try #require(ResourceJSON.text(resource("s", inline), of: .secret))
        #expect(
            text
                == #"{"name":"s","tls_certificate":{"certificate_chain":{"inline_string":"chain"},"#
                + #""private_key":{"inline_string":"[redacted]"}}}"#)
        inline.tlsCertificate.privateKey.inlineBytes = .init(key.utf8)
        #expect(ResourceJSON.text(resource("s", inline), of: .secret) == text)
        inline.tlsCertificate.privateKey.filename = "/tls.key"
        #expect(ResourceJSON.text(resource("s", inline), of: .secret)?.contains(#""filename":"/tls.key""#) == true)
    }

    @Test func `that cannot be read are not shown`() {
        #expect(ResourceJSON.text(Resource(name: "x", version: Version(rawValue: 1), body: [7]), of: .cluster) == nil)
    }
}

@Suite struct `Statuses for people` {
    private func statuses() throws -> [ObjectKey: ObjectStatus] {
        let proxy = try #require(Objects.read(Objects.proxy("b", host: "b.example.com", to: "web")).first)
        var valid = try #require(ObjectStatus(of: proxy, verdicts: ["b.example.com": Verdict()]))
        valid.generation = 1
        let verdict = Verdict(
            errors: [Finding(.route, "Bad", "routes[0]: \"x\"\nno")], warnings: [Finding(.service, "Odd", "ü/")])
        var invalid = try #require(ObjectStatus(of: proxy, verdicts: ["b.example.com": verdict]))
        invalid.generation = 3
        return [.proxy("b"): invalid, .proxy("a"): valid]
    }

    private static let valid =
        #"{"errors":[],"generation":1,"kind":"HTTPProxy","name":"a","namespace":"a","state":"valid","warnings":[]}"#
    private static let invalid =
        #"{"errors":[{"message":"routes[0]: \"x\"\nno","reason":"Bad","type":"RouteError"}],"generation":3,"#
        + #""kind":"HTTPProxy","name":"b","namespace":"a","state":"invalid","#
        + #""warnings":[{"message":"ü/","reason":"Odd","type":"ServiceError"}]}"#

    @Test func `are an array with a line for each object`() throws {
        let statuses = try statuses()
        #expect(StatusListing.json(statuses, state: nil) == "[\n\(Self.valid),\n\(Self.invalid)\n]\n")
        #expect(StatusListing.json(statuses, state: .invalid) == "[\n\(Self.invalid)\n]\n")
        #expect(StatusListing.json(statuses, state: .orphaned) == "[]\n")
    }
}
