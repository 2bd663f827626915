import KubernetesAPI
import KubernetesClient
import KubernetesSource
import ObjectStore
import Testing

@Suite(.timeLimit(.minutes(1))) struct APIServerObjectsTests {
    @Test(arguments: [true, false]) func `all objects are delivered, then every change`(streams: Bool) async throws {
        let cluster = ServedCluster()
        cluster.with { $0.streams = streams }
        cluster.put(.service, "a", #""spec":{"externalName":"first"}"#)
        cluster.put(.secret, "s", #""type":"kubernetes.io/tls","data":{"tls.crt":"YQ=="}"#)
        cluster.put(.httpProxy, "theirs", #""spec":{"ingressClassName":"theirs"}"#)
        try await Self.following(cluster) { batches in
            var world = Delivered()
            let last = await batches.until { batch in
                world.apply(batch.changes)
                return batch.completesSync
            }
            #expect(last)
            #expect(world.objects.keys.sorted().map(\.description) == ["Service one/a", "Secret one/s"])
            cluster.put(.service, "a", #""spec":{"externalName":"second"}"#)
            cluster.put(.httpProxy, "ours")
            cluster.delete(.secret, "s")
            let came = await batches.until { batch in
                world.apply(batch.changes)
                guard case .service(let service)? = world.objects[Self.key(.service, "a")] else { return false }
                return service.spec.externalName == "second" && world.objects.count == 2
                    && world.objects[Self.key(.httpProxy, "ours")] != nil
            }
            #expect(came)
        }
    }

    @Test func `an outage is told, costs no list, and what happened in it is delivered`() async throws {
        let cluster = ServedCluster()
        cluster.put(.service, "a")
        try await Self.following(cluster) { batches in
            _ = await batches.until(\.completesSync)
            let lists = cluster.with(\.lists)
            cluster.setDown(true)
            let isTold = await batches.until { $0.problems.contains { $0.place == "API server" && !$0.isOver } }
            #expect(isTold)
            cluster.put(.service, "b")
            cluster.put(.ingress, "i")
            cluster.setDown(false)
            var world = Delivered()
            var isOver = false
            let came = await batches.until { batch in
                world.apply(batch.changes)
                isOver = isOver || batch.problems.contains { $0.place == "API server" && $0.isOver }
                return isOver && world.objects.count == 2
            }
            #expect(came)
            #expect(cluster.with(\.lists) == lists)
        }
    }

    @Test func `a server that is not there at the start is waited for`() async throws {
        let cluster = ServedCluster()
        cluster.put(.service, "a")
        cluster.setDown(true)
        try await Self.following(cluster) { batches in
            let isTold = await batches.until { !$0.problems.isEmpty }
            #expect(isTold)
            cluster.setDown(false)
            let isSynced = await batches.until(\.completesSync)
            #expect(isSynced)
        }
    }

    @Test func `a kind that is not installed holds nothing up, and classes that must not be read neither`() async throws
    {
        let cluster = ServedCluster()
        cluster.with {
            $0.refusals[ResourcePath(.extensionService).text] = 404
            $0.refusals[ResourcePath(.ingressClass).text] = 403
        }
        cluster.put(.service, "a")
        try await Self.following(cluster) { batches in
            var places: Set<String> = []
            let isSynced = await batches.until { batch in
                places.formUnion(batch.problems.map(\.place))
                return batch.completesSync
            }
            #expect(isSynced)
            #expect(places.contains("extensionservices"))
        }
    }

    @Test func `what must be read and must not be holds everything up`() async throws {
        let cluster = ServedCluster()
        cluster.with { $0.refusals[ResourcePath(.secret).text] = 403 }
        try await Self.following(cluster) { batches in
            var isSynced = false
            let isTold = await batches.until { batch in
                isSynced = isSynced || batch.completesSync
                return batch.problems.contains { $0.place == "secrets" }
            }
            #expect(isTold && !isSynced)
            cluster.with { $0.refusals = [:] }
            let isMended = await batches.until { batch in
                isSynced = isSynced || batch.completesSync
                return isSynced
            }
            #expect(isMended)
        }
    }

    @Test func `the Service with the addresses holds nothing up, and is told with what completes the rest`()
        async throws
    {
        let cluster = ServedCluster()
        cluster.with { $0.refusals[ResourcePath(.service, namespace: "three").text] = 403 }
        let envoy = NamespacedName(namespace: "three", name: "envoy")
        try await Self.following(cluster, namespaces: ["one"], publishService: envoy) { batches in
            var isTold = false
            let isSynced = await batches.until { batch in
                isTold = isTold || batch.problems.contains { $0.place == "services in three" }
                return batch.completesSync
            }
            #expect(isSynced && isTold)
        }
    }

    @Test func `what must no longer be read is told until it may be read again`() async throws {
        let cluster = ServedCluster()
        cluster.put(.service, "a")
        try await Self.following(cluster) { batches in
            _ = await batches.until(\.completesSync)
            cluster.with { $0.refusals[ResourcePath(.service).text] = 403 }
            cluster.setDown(true)
            cluster.setDown(false)
            let isTold = await batches.until { $0.problems.contains { $0.place == "services" && !$0.isOver } }
            #expect(isTold)
            cluster.with { $0.refusals = [:] }
            let isOver = await batches.until { $0.problems.contains { $0.place == "services" && $0.isOver } }
            #expect(isOver)
        }
    }

    @Test func `no batch is empty`() async throws {
        let cluster = ServedCluster()
        try await Self.following(cluster) { batches in
            for number in 0..<200 { cluster.put(.service, "s\(number)") }
            var (world, empty) = (Delivered(), 0)
            _ = await batches.until { batch in
                world.apply(batch.changes)
                if batch == ObjectBatch() { empty += 1 }
                return world.objects.count == 200
            }
            cluster.delete(.service, "s1")
            _ = await batches.until { batch in
                if batch == ObjectBatch() { empty += 1 }
                return !batch.changes.isEmpty
            }
            #expect(empty == 0)
        }
    }

    @Test func `namespaces are followed one by one, and that of the published Service for Services`() {
        let scopes = APIServerObjects.scopes(
            of: [.service, .secret, .ingressClass], in: ["one", "two"],
            publishService: NamespacedName(namespace: "three", name: "envoy"))
        #expect(
            scopes.map(\.description) == [
                "services in one", "services in two", "secrets in one", "secrets in two", "ingressclasses",
                "services in three",
            ])
        let everywhere = APIServerObjects.scopes(
            of: [.service], in: [], publishService: NamespacedName(namespace: "three", name: "envoy"))
        #expect(everywhere == [ReflectorScope(.service)])
        let inside = APIServerObjects.scopes(
            of: [.service], in: ["one"], publishService: NamespacedName(namespace: "one", name: "envoy"))
        #expect(inside == [ReflectorScope(.service, namespace: "one")])
    }

    private static func key(_ kind: ObjectKind, _ name: String) -> ObjectKey {
        ObjectKey(kind, namespace: "one", name: name)
    }

    /// Runs a source while `body` looks at what it delivers.
    private static func following(
        _ cluster: ServedCluster, namespaces: [String] = [], publishService: NamespacedName? = nil,
        _ body: @Sendable (Batches) async throws -> Void
    ) async throws {
        let source = APIServerObjects(
            APIClient(http: cluster, access: cluster, userAgent: "test"), namespaces: namespaces,
            publishService: publishService)
        let batches = Batches()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await source.run { batches.put($0) } }
            try await body(batches)
            group.cancelAll()
        }
    }
}

/// What a source has delivered, for one reader.
private final class Batches: Sendable {
    private let stream: AsyncStream<ObjectBatch>
    private let continuation: AsyncStream<ObjectBatch>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func put(_ batch: ObjectBatch) { continuation.yield(batch) }

    /// Reads on until a batch is the right one; false when there are no more.
    func until(_ isRight: (ObjectBatch) -> Bool) async -> Bool {
        for await batch in stream where isRight(batch) { return true }
        return false
    }
}
