import EnvoyAPI
import GRPCCore
import SwiftProtobuf
import Testing
import XDSMethods
import XDSModel
import XDSServer

@Suite(.timeLimit(.minutes(2)))
struct DiscoveryStreamTests {
    private static let deltaADS = DiscoveryMethod(service: .aggregated, isDelta: true).path
    private static let fullADS = DiscoveryMethod(service: .aggregated, isDelta: false).path

    @Test func `a delta stream gets what it asks for, then changes and removals`() async throws {
        try await withServer { server in
            let first = [Resource.sample("a"), .sample("b", bytes: 300)]
            server.publish([.cluster: first])
            try await withPeer(port: server.port) { connection in
                try await connection.stream(Self.deltaADS) { peer in
                    try peer.send(.deltaRequest(.cluster, node: "envoy-1"))
                    let initial = try await peer.nextDelta()
                    #expect(initial.typeURL == ResourceType.cluster.typeURL)
                    #expect(Set(initial.resources.map(\.name)) == ["a", "b"])
                    for resource in initial.resources {
                        let source = try #require(first.first { $0.name == resource.name })
                        #expect(resource.version == source.version.description)
                        #expect(resource.resource.typeURL == ResourceType.cluster.typeURL)
                        #expect(Array(resource.resource.value) == source.body)
                    }
                    try peer.accept(initial)

                    server.publish([.cluster: [.sample("a", version: 2), .sample("b", bytes: 300)]])
                    let change = try await peer.nextDelta()
                    #expect(change.resources.map(\.name) == ["a"])
                    #expect(change.nonce != initial.nonce)
                    try peer.accept(change)

                    server.publish([.cluster: [.sample("a", version: 2)]])
                    let removal = try await peer.nextDelta()
                    #expect(removal.removedResources == ["b"])
                }
            }
        }
    }

    @Test func `a stream of state of the world gets everything of a type at each change`() async throws {
        try await withServer { server in
            server.publish([.cluster: [.sample("a"), .sample("b")]])
            try await withPeer(port: server.port) { connection in
                try await connection.stream(Self.fullADS) { peer in
                    try peer.send(.fullRequest(.cluster, node: "envoy-1"))
                    let initial = try await peer.nextFull()
                    #expect(initial.typeURL == ResourceType.cluster.typeURL)
                    #expect(initial.resources.allSatisfy { $0.typeURL == ResourceType.cluster.typeURL })
                    #expect(
                        Set(initial.resources.map { Array($0.value) })
                            == [Resource.sample("a").body, Resource.sample("b").body])
                    try peer.accept(initial)
                    server.publish([.cluster: [.sample("a", version: 2), .sample("b")]])
                    let change = try await peer.nextFull()
                    #expect(change.resources.count == 2)
                    #expect(change.versionInfo != initial.versionInfo)
                    #expect(change.nonce != initial.nonce)
                }
            }
        }
    }

    @Test(arguments: DiscoveryService.allCases.filter { $0.resourceType != nil }, [false, true])
    func `each method of one type serves it when no type is named`(service: DiscoveryService, isDelta: Bool)
        async throws
    {
        let type = try #require(service.resourceType)
        try await withServer { server in
            server.publish([type: [.sample("wanted")]])
            try await withPeer(port: server.port) { connection in
                try await connection.stream(DiscoveryMethod(service: service, isDelta: isDelta).path) { peer in
                    if isDelta {
                        try peer.send(.deltaRequest(nil, names: ["wanted"]))
                        let response = try await peer.nextDelta()
                        #expect(response.typeURL == type.typeURL)
                        #expect(response.resources.map(\.name) == ["wanted"])
                    } else {
                        try peer.send(.fullRequest(nil, names: ["wanted"]))
                        let response = try await peer.nextFull()
                        #expect(response.typeURL == type.typeURL)
                        #expect(response.resources.map { Array($0.value) } == [Resource.sample("wanted").body])
                    }
                }
            }
        }
    }

    @Test func `secrets may be asked for by the method for routes`() async throws {
        try await withServer { server in
            server.publish([.secret: [.sample("ns/tls")], .route: [.sample("ns/tls", version: 9)]])
            try await withPeer(port: server.port) { connection in
                let path = "/envoy.service.route.v3.RouteDiscoveryService/StreamRoutes"
                try await connection.stream(path) { peer in
                    try peer.send(.fullRequest(.secret, names: ["ns/tls"]))
                    let response = try await peer.nextFull()
                    #expect(response.typeURL == ResourceType.secret.typeURL)
                    #expect(response.resources.map { Array($0.value) } == [Resource.sample("ns/tls").body])
                }
            }
        }
    }

    @Test func `an unknown type on an aggregated stream stays unanswered and is told once`() async throws {
        try await withServer { server in
            server.publish([.cluster: [.sample("a")]])
            try await withPeer(port: server.port) { connection in
                try await connection.stream(Self.deltaADS) { peer in
                    for _ in 0..<3 {
                        try peer.send(Envoy.DeltaDiscoveryRequest.with { $0.typeURL = "type.googleapis.com/other" })
                    }
                    try peer.send(.deltaRequest(.cluster))
                    #expect(try await peer.nextDelta().typeURL == ResourceType.cluster.typeURL)
                }
            }
            let ignored = server.notices.all.count { if case .ignoredType = $0.notice { true } else { false } }
            #expect(ignored == 1)
        }
    }

    @Test(arguments: [
        ("/envoy.service.cluster.v3.ClusterDiscoveryService/DeltaClusters", "type.googleapis.com/other"),
        ("/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources", ""),
    ])
    func `a stream without a type we serve ends`(path: String, typeURL: String) async throws {
        try await withServer { server in
            try await withPeer(port: server.port) { connection in
                let error = await #expect(throws: RPCError.self) {
                    try await connection.stream(path) { peer in
                        try peer.send(Envoy.DeltaDiscoveryRequest.with { $0.typeURL = typeURL })
                        _ = try await peer.next()
                    }
                }
                #expect(error?.code == .invalidArgument)
            }
        }
    }

    @Test func `bytes that are no request end their stream alone`() async throws {
        try await withServer { server in
            server.publish([.cluster: [.sample("a")]])
            try await withPeer(port: server.port) { connection in
                let error = await #expect(throws: RPCError.self) {
                    try await connection.stream(Self.deltaADS) { peer in
                        peer.send(raw: [0xFF, 0xFF, 0xFF])
                        _ = try await peer.next()
                    }
                }
                #expect(error?.code == .invalidArgument)
                try await connection.stream(Self.deltaADS) { peer in
                    try peer.send(.deltaRequest(.cluster))
                    #expect(try await peer.nextDelta().resources.count == 1)
                }
            }
        }
    }

    @Test func `who asks for too many names is told so`() async throws {
        var limits = StreamLimits()
        limits.names = 10
        try await withServer(limits: limits) { server in
            try await withPeer(port: server.port) { connection in
                let error = await #expect(throws: RPCError.self) {
                    try await connection.stream(Self.deltaADS) { peer in
                        try peer.send(.deltaRequest(.endpoints, names: (0..<11).map { "name-\($0)" }))
                        while try await peer.next() != nil {}
                    }
                }
                #expect(error?.code == .resourceExhausted)
                #expect(server.notices.ends == [.limitExceeded(.names)])
            }
        }
    }

    @Test func `a reconnecting peer may name twenty thousand resources in one request`() async throws {
        let names = (0..<20_000).map { "namespace-\($0)/" + String(repeating: "long-name-", count: 25) }
        let versions = Dictionary(uniqueKeysWithValues: names.map { ($0, Resource.sample($0).version.description) })
        try await withServer { server in
            server.publish([.cluster: names.map { .sample($0) } + [.sample("new")]])
            try await withPeer(port: server.port) { connection in
                try await connection.stream(Self.deltaADS) { peer in
                    var request = Envoy.DeltaDiscoveryRequest.deltaRequest(.cluster)
                    request.initialResourceVersions = versions
                    let bytes: [UInt8] = try request.serializedBytes()
                    #expect(bytes.count > 4 << 20)
                    try peer.send(request)
                    let response = try await peer.nextDelta()
                    #expect(response.resources.map(\.name) == ["new"])
                    #expect(response.removedResources.isEmpty)
                }
            }
        }
    }

    @Test func `a stream is listed with its node for as long as it is open`() async throws {
        try await withServer { server in
            server.publish([.cluster: [.sample("a")]])
            try await withPeer(port: server.port) { connection in
                try await connection.stream(Self.deltaADS) { peer in
                    try peer.send(.deltaRequest(.cluster, node: "envoy-7", version: "1.40.0"))
                    let response = try await peer.nextDelta()
                    try peer.accept(response)
                    // A later request that does not repeat the node changes nothing.
                    try peer.send(.deltaRequest(.route, names: ["r"]))
                    _ = try await peer.nextDelta()
                    let listed = server.streams.reports()
                    #expect(listed.map(\.identity.node) == [NodeIdentity(id: "envoy-7", version: "1.40.0")])
                    #expect(listed.map(\.identity.method.path) == [Self.deltaADS])
                    #expect(listed.allSatisfy { $0.identity.peer.hasPrefix("ipv4:127.0.0.1:") && $0.report != nil })
                    peer.finish()
                    #expect(try await peer.next() == nil)
                }
            }
            #expect(server.streams.count == 0)
            #expect(server.notices.ends == [.finished])
        }
    }

    @Test func `what is sent and received is told with its size`() async throws {
        try await withServer { server in
            server.publish([.cluster: [.sample("a")]])
            let request = Envoy.DeltaDiscoveryRequest.deltaRequest(.cluster, node: "envoy-1")
            let response = try await withPeer(port: server.port) { connection in
                try await connection.stream(Self.deltaADS) { peer in
                    try peer.send(request)
                    return try await peer.next()
                }
            }
            let told = server.notices.all.compactMap { entry -> String? in
                switch entry.notice {
                case .received(let type, let bytes): "received \(type) \(bytes)"
                case .sent(let type, let bytes, let resources, let removed):
                    "sent \(type) \(bytes) \(resources) \(removed)"
                default: nil
                }
            }
            let encoded: [UInt8] = try request.serializedBytes()
            #expect(told == ["received cluster \(encoded.count)", "sent cluster \(response?.count ?? 0) 1 0"])
        }
    }

    @Test func `a rejection is told with the peer's words`() async throws {
        try await withServer { server in
            server.publish([.cluster: [.sample("a")]])
            try await withPeer(port: server.port) { connection in
                try await connection.stream(Self.deltaADS) { peer in
                    try peer.send(.deltaRequest(.cluster, node: "envoy-1"))
                    let response = try await peer.nextDelta()
                    try peer.send(
                        Envoy.DeltaDiscoveryRequest.with {
                            $0.typeURL = response.typeURL
                            $0.responseNonce = response.nonce
                            $0.errorDetail.message = "no such thing"
                        })
                    peer.finish()
                    _ = try await peer.next()
                }
            }
            let words = server.notices.rejections.map { entry in
                "\(entry.stream.node?.id ?? "") \(entry.rejection.type) \(entry.rejection.message)"
            }
            #expect(words == ["envoy-1 cluster no such thing"])
        }
    }
}

extension SwiftProtobuf.Message where Self == Envoy.DeltaDiscoveryRequest {
    /// A request for a type, or one that names none.
    static func deltaRequest(
        _ type: ResourceType?, names: [String] = [], node: String? = nil, version: String = ""
    ) -> Envoy.DeltaDiscoveryRequest {
        .with {
            if let node { $0.node.id = node }
            if !version.isEmpty { $0.node.userAgentVersion = version }
            $0.typeURL = type?.typeURL ?? ""
            $0.resourceNamesSubscribe = names
        }
    }
}

extension SwiftProtobuf.Message where Self == Envoy.DiscoveryRequest {
    /// A request for a type, or one that names none.
    static func fullRequest(
        _ type: ResourceType?, names: [String] = [], node: String? = nil
    ) -> Envoy.DiscoveryRequest {
        .with {
            if let node { $0.node.id = node }
            $0.typeURL = type?.typeURL ?? ""
            $0.resourceNames = names
        }
    }
}
