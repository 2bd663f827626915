import EnvoyAPI
import EnvoyTranslation
import RoutingGraph
import SwiftProtobuf
import TestKit
import Testing
import XDSModel

@Suite("Joined resources")
struct JoinedResourceTests {
    private let listener = ListenerTable(TranslationSettings(), style: .aggregated).secure

    @Test func `the version tells which part has which content, and what is around them`() throws {
        let (one, other) = (try part("one"), try part("other"))
        var settings = TranslationSettings()
        settings.listeners.usesProxyProtocol = true
        let further = ListenerTable(settings, style: .aggregated).secure
        let contents: [(JoinedResource, [String: [UInt8]?])] = [
            (listener, [:]), (listener, ["a": one]), (listener, ["a": other]), (listener, ["a": one, "b": other]),
            (listener, ["a": other, "b": one]), (listener, ["a": one, "b": one]), (listener, ["a": one, "*": other]),
            (further, [:]), (further, ["a": one]), (RouteTable.plain.joined, [:]),
            (RouteTable(name: "other").joined, [:]),
        ]
        let versions = contents.map { empty, parts in
            var joined = empty
            _ = joined.apply(parts)
            return joined.resource.version
        }
        // The parts for `a` and `*` stand in the same order as those for `a` and `b`, and are not told apart by name.
        #expect(versions[3] == versions[6])
        #expect(Set(versions).count == contents.count - 1)
    }

    @Test func `a route table is the whole message of its hosts`() throws {
        var joined = RouteTable.plain.joined
        let names = ["a.example.com", "b.example.com", String(repeating: "c", count: 300)]
        let hosts = try names.map { name in
            let host = Host(name: name, plain: VirtualHost(name: name, routes: [.forwarding()]))
            let translated = HostTranslator(TranslationSettings(), style: .aggregated).translate(host)
            return EncodedPart(name: name, bytes: try #require(translated.plainHost))
        }
        for host in hosts.reversed() { _ = joined.apply([host.name: host.bytes]) }
        let resource = joined.resource
        let message = try Envoy.RouteConfiguration(serializedBytes: resource.body)
        #expect(message.deterministicBytes() == resource.body)
        #expect(message.virtualHosts.map { $0.deterministicBytes() } == hosts.map(\.bytes))
        #expect(resource.name == "ingress_http" && message.name == "ingress_http")
        #expect(resource.body == RouteTable.plain.resource(virtualHosts: hosts).body)
    }

    @Test func `the route table of the plain listener is there without hosts`() throws {
        let message = try Envoy.RouteConfiguration(serializedBytes: RouteTable.plain.joined.resource.body)
        #expect(message.name == "ingress_http")
        #expect(message.virtualHosts.isEmpty && message.ignorePortInHostMatching)
    }

    @Test func `the chain for every host stands last`() throws {
        var joined = listener
        for name in ["*", "a.example.com", "*.example.com"] {
            let traffic = SecureTraffic.tcp(TCPProxy(destinations: [Destination(cluster: .web())]))
            let host = Host(name: name, secure: SecureHost(name: name, termination: nil, traffic: traffic))
            let translated = HostTranslator(TranslationSettings(), style: .aggregated).translate(host)
            _ = joined.apply([name: translated.filterChain])
        }
        let message = try Envoy.Listener(serializedBytes: joined.resource.body)
        #expect(message.deterministicBytes() == joined.resource.body)
        #expect(
            message.filterChains.map(\.filterChainMatch.serverNames) == [["*.example.com"], ["a.example.com"], []])
        #expect(message.filterChains.last?.filterChainMatch.transportProtocol == "tls")
    }

    private func part(_ serverName: String) throws -> [UInt8] {
        var chain = Envoy.FilterChain()
        chain.filterChainMatch.serverNames = [serverName]
        return chain.deterministicBytes()
    }
}
