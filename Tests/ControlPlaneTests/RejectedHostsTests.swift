import KubernetesAPI
import Logging
import ObjectStore
import RecordedLines
import RoutingGraph
import Synchronization
import Testing
import XDSModel

@testable import ControlPlane

@Suite struct `What an Envoy refused` {
    private static let longName = String(repeating: "a-rather-long-name-", count: 3) + "x"

    private func engine() async throws -> Engine {
        var engine = Engine()
        _ = await engine.apply(
            try ObjectBatch(
                Objects.service("web") + Objects.service("api") + Objects.service(Self.longName)
                    + Objects.proxy("web", host: "web.example.com", to: "web")
                    + Objects.proxy("also", host: "also.example.com", to: "web")
                    + Objects.proxy("api", host: "api.example.com", to: "api")
                    + Objects.proxy("long", host: "long.example.com", to: Self.longName), completesSync: true))
        return engine
    }

    private func rejection(_ type: ResourceType, _ names: [String], _ message: String = "no") -> Rejection {
        Rejection(
            type: type, nonce: "1",
            resources: names.map { ResourceReference(name: $0, version: Version(rawValue: 1)) }, message: message)
    }

    private func hosts(_ engine: Engine, _ rejection: Rejection, limit: Int = 20) -> [String] {
        RejectedHosts.behind(rejection, in: engine.graph, limit: limit).map { String($0.name.prefix { $0 != "." }) }
    }

    @Test func `is put down to the hosts that use the cluster`() async throws {
        let engine = try await engine()
        let clusters = engine.snapshot[.cluster].map(\.name)
        let web = try #require(clusters.first { $0.hasPrefix("a/web/") })
        let long = try #require(clusters.first { !$0.hasPrefix("a/web/") && !$0.hasPrefix("a/api/") })
        #expect(hosts(engine, rejection(.cluster, [web])) == ["also", "web"])
        #expect(hosts(engine, rejection(.cluster, [web]), limit: 1) == ["also"])
        #expect(!long.contains(Self.longName))
        #expect(hosts(engine, rejection(.cluster, [long])) == ["long"])
        #expect(hosts(engine, rejection(.cluster, ["a/web/80/0000000000"])).isEmpty)
    }

    @Test func `is put down to what the message names, if it names anything`() async throws {
        let engine = try await engine()
        let clusters = engine.snapshot[.cluster].map(\.name)
        let api = try #require(clusters.first { $0.hasPrefix("a/api/") })
        #expect(hosts(engine, rejection(.cluster, clusters, "cluster \(api): bad")) == ["api"])
        #expect(hosts(engine, rejection(.cluster, clusters)) == ["also", "api", "long", "web"])
    }

    @Test func `is put down to the hosts of endpoints`() async throws {
        #expect(hosts(try await engine(), rejection(.endpoints, ["a/api/http"])) == ["api"])
    }

    @Test(arguments: [(ResourceType.route, "ingress_http"), (.listener, "ingress_http"), (.listener, "ingress_https")])
    func `is put down to the hosts that the message names, if it holds all hosts, and to all if those are few`(
        type: ResourceType, name: String
    ) async throws {
        let engine = try await engine()
        let all = name == "ingress_https" ? [] : ["also", "api", "long", "web"]
        #expect(hosts(engine, rejection(type, [name])) == all)
        #expect(hosts(engine, rejection(type, [name]), limit: 3).isEmpty)
        let message = "Only unique names: 'web.example.com' and api.example.com. xlong.example.com is nobody's"
        #expect(hosts(engine, rejection(type, [name], message)) == ["api", "web"])
    }

    @Test func `is one line with the objects behind it`() async throws {
        let engine = try await engine()
        let lines = RecordedLines()
        let web = try #require(engine.snapshot[.cluster].map(\.name).first { $0.hasPrefix("a/web/") })
        RejectionLog.write(
            RejectedResponse(node: "envoy-1", rejection: rejection(.cluster, [web], "bad timeout")),
            graph: engine.graph, logger: Logger(label: "test") { _ in lines })
        #expect(
            lines.all == [
                "envoy refused a response; what it had stays in force error=bad timeout node=envoy-1 "
                    + "objects=HTTPProxy a/also, HTTPProxy a/web resources=\(web) type=cds"
            ])
    }
}

@Suite struct `A host's part in resources` {
    private let certificate = TLSCertificate(namespace: "a", name: "shop", chain: [1], privateKey: [2])
    private let client = TLSCertificate(namespace: "a", name: "client", chain: [3], privateKey: [4])

    private func cluster(_ name: String, protocol: UpstreamProtocol = .http1) -> Cluster {
        Cluster(
            service: ServicePort(namespace: "a", name: name, port: 80, portName: "http"),
            discovery: .endpoints(healthPort: nil), upstreamProtocol: `protocol`,
            tls: UpstreamTLS(clientCertificate: client))
    }

    private func routes(_ cluster: Cluster, mirror: Cluster? = nil) -> VirtualHost {
        let forwarding = Forwarding(
            destinations: [Destination(cluster: cluster)], mirror: mirror.map { Mirror(cluster: $0, percent: 1) })
        return VirtualHost(
            name: "shop.example.com",
            routes: [
                Route(match: RouteMatch(path: .prefix("/")), action: .forward(forwarding), origin: .proxy("p")),
                Route(match: RouteMatch(path: .exact("/x")), action: .redirect(.https), origin: .proxy("p")),
            ])
    }

    @Test func `is its routes, clusters, endpoints and secrets, and nothing of others`() {
        let (plain, secure, copy) = (cluster("plain"), cluster("secure", protocol: .tls), cluster("copy"))
        let host = Host(
            name: "shop.example.com", plain: routes(plain, mirror: copy),
            secure: SecureHost(
                name: "shop.example.com", termination: TLSTermination(certificate: certificate),
                traffic: .http(routes(secure))))
        let parts: [(ResourceType, String)] = [
            (.route, "https/shop.example.com"), (.cluster, plain.name), (.cluster, copy.name), (.cluster, secure.name),
            (.endpoints, "a/copy/http"), (.secret, certificate.resourceName), (.secret, client.resourceName),
        ]
        for (type, name) in parts {
            #expect(host.contributes(to: type, named: ["other", name]))
            #expect(!host.contributes(to: type, named: ["other"]))
            for other in ResourceType.allCases where other != type {
                #expect(!host.contributes(to: other, named: [name]))
            }
        }
    }

    @Test func `has no routes where connections are passed on, and no client certificate where TLS is not spoken`() {
        let host = Host(
            name: "tcp.example.com",
            secure: SecureHost(
                name: "tcp.example.com", termination: nil,
                traffic: .tcp(TCPProxy(destinations: [Destination(cluster: cluster("db"))]))))
        #expect(host.contributes(to: .cluster, named: [cluster("db").name]))
        #expect(!host.contributes(to: .route, named: ["https/tcp.example.com"]))
        #expect(!host.contributes(to: .secret, named: [client.resourceName]))
    }
}
