import ControlPlane
import ControlPlaneHTTP
import EnvoyAPI
import KubernetesAPI
import ObjectStore
import RoutingGraph
import SwiftProtobuf
import Testing
import XDSModel

@testable import EnvoyTranslation

@Suite struct `The engine` {
    private static let world =
        Objects.service("web") + Objects.service("api", address: "10.0.0.2")
        + Objects.proxy("root", host: "a.example.com", to: "web")

    private func synced(_ yaml: String = world) async throws -> Engine {
        var engine = Engine()
        _ = await engine.apply(try ObjectBatch(yaml, completesSync: true))
        return engine
    }

    @Test func `publishes nothing before everything that existed was taken in`() async throws {
        var engine = Engine()
        let early = await engine.apply(try ObjectBatch(Self.world))
        #expect(early.publications.isEmpty && !engine.hasSynced)
        #expect(early.change.hosts.keys.sorted() == ["a.example.com"])
        let last = await engine.apply(ObjectBatch(completesSync: true))
        #expect(last.publications.map(\.style) == [.aggregated] && engine.hasSynced)
        #expect(last.publications.map(\.publication.changes) == [.all])
        let hosts = last.publications.first?.publication.snapshot[.cluster].count
        #expect(hosts == 1)
    }

    @Test func `publishes a first configuration even of nothing`() async throws {
        var engine = Engine()
        let first = await engine.apply(ObjectBatch(completesSync: true))
        #expect(first.publications.map(\.publication.changes) == [.all])
        let second = await engine.apply(ObjectBatch(completesSync: true))
        #expect(second.publications.isEmpty)
    }

    @Test func `publishes nothing when nothing that is served differs`() async throws {
        var engine = try await synced()
        let same = await engine.apply(try ObjectBatch(Self.world))
        #expect(same.publications.isEmpty && same.change.isEmpty)
        let unused = await engine.apply(try ObjectBatch(Objects.service("unused")))
        #expect(unused.publications.isEmpty)
        let orphan = await engine.apply(try ObjectBatch(Objects.child("orphan", to: "web")))
        #expect(orphan.publications.isEmpty)
        #expect(Array(orphan.change.statuses.keys) == [.proxy("orphan")])
    }

    @Test(arguments: [
        (Objects.service("web", address: "10.9.9.9"), [ObjectKey](), [ResourceType.endpoints]),
        (Objects.proxy("root", host: "a.example.com", to: "api"), [], [.cluster, .endpoints, .route]),
        (Objects.proxy("other", host: "b.example.com", to: "web"), [], [.route]),
        (Objects.proxy("root", host: "c.example.com", to: "web"), [], [.route]),
        ("", [.proxy("root")], [.cluster, .endpoints, .listener, .route]),
    ])
    func `names exactly what differs`(yaml: String, removed: [ObjectKey], types: [ResourceType]) async throws {
        var engine = try await synced()
        let before = engine.snapshot
        let outcome = await engine.apply(try ObjectBatch(yaml, removed: removed))
        let publication = try #require(outcome.publications.first?.publication)
        #expect(publication.changes == publication.snapshot.difference(from: before))
        let changed = ResourceType.allCases.filter { !publication.changes[$0].isEmpty }
        #expect(changed == types.sorted { $0.rawValue < $1.rawValue })
    }

    @Test func `begins the separate style when it is asked for, once`() async throws {
        var engine = try await synced()
        #expect(await engine.begin(.aggregated) == nil)
        let publication = try #require(await engine.begin(.separate))
        #expect(publication.changes == .all)
        #expect(await engine.begin(.separate) == nil)
        let outcome = await engine.apply(try ObjectBatch(Objects.proxy("other", host: "b.example.com", to: "api")))
        #expect(outcome.publications.map(\.style) == SourceStyle.allCases)
        let changes = outcome.publications.map(\.publication.changes)
        #expect(changes.first == changes.last)
    }

    @Test func `publishes a style that was asked for early with the first configuration`() async throws {
        var engine = Engine()
        #expect(await engine.begin(.separate) == nil)
        let outcome = await engine.apply(try ObjectBatch(Self.world, completesSync: true))
        #expect(outcome.publications.map(\.style) == SourceStyle.allCases)
        #expect(outcome.publications.map(\.publication.changes) == [.all, .all])
        var late = try await synced()
        let begun = try #require(await late.begin(.separate))
        #expect(begun.snapshot.all == outcome.publications.last?.publication.snapshot.all)
    }

    @Test func `gives both styles the same but for config sources`() async throws {
        var engine = try await synced()
        let separate = try #require(await engine.begin(.separate)).snapshot
        let aggregated = engine.snapshot
        #expect(separate.all != aggregated.all)
        #expect(try texts(separate, .separate) == texts(aggregated, .aggregated))
    }

    /// Every resource as JSON, with a word in place of the sources it names.
    private func texts(_ snapshot: Snapshot, _ style: SourceStyle) throws -> [String] {
        var options = JSONEncodingOptions()
        options.preserveProtoFieldNames = true
        let source = try style.configSource.jsonString(options: options)
        return try ResourceType.allCases.flatMap { type in
            try snapshot[type].sorted { $0.name < $1.name }.map { resource in
                try #require(ResourceJSON.text(resource, of: type)).replacing(source, with: "SOURCE")
            }
        }
    }
}
