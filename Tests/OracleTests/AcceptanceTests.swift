import ControlPlane
import EnvoyTranslation
import KubernetesAPI
import ObjectStore
import Synchronization
import TestKit
import Testing
import XDSModel
import XDSServer

/// A real Envoy accepts whatever random objects come to.
@Suite(.timeLimit(.minutes(5))) struct AcceptanceTests {
    /// How many batches of random changes are sent.
    private static let batches = 250

    @Test func `a real Envoy refuses nothing that random objects come to`() async throws {
        let authority = try TestAuthority()
        let certificates = try (0..<3).map { number in
            let issued = try authority.issue(for: "host\(number).test")
            return (certificate: Array(issued.certificate.utf8), privateKey: Array(issued.key.utf8))
        }
        let port = try await FreePorts.one()
        let rejections = Mutex<[Rejection]>([])
        let (publisher, streams) = (SnapshotPublisher(), ConnectedStreams())
        let observer = StreamObserver { _, notice in
            if case .model(.rejection(let rejection)) = notice { rejections.withLock { $0.append(rejection) } }
        }
        let server = DiscoveryServer(
            XDSServerConfiguration(host: "127.0.0.1", port: port), publisher: publisher, streams: streams,
            observer: observer)
        let settings = try await Self.settings()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            try await withTemporaryDirectory { directory in
                try await withBootstrappedEnvoy(asking: port, in: directory) { process, _ in
                    try await Self.play(certificates, settings, publisher, streams)
                    #expect(process.isRunning, "\(process.standardError.suffix(2000))")
                }
            }
            group.cancelAll()
        }
        let refused = rejections.withLock { $0 }
        #expect(refused.isEmpty, "\(refused.map { "\($0.resources.map(\.name)): \($0.message)" })")
    }

    /// Publishes random worlds one after the other, each when the one before is settled.
    private static func play(
        _ certificates: [(certificate: [UInt8], privateKey: [UInt8])], _ settings: TranslationSettings,
        _ publisher: SnapshotPublisher, _ streams: ConnectedStreams
    ) async throws {
        var world = RandomWorld(certificates: certificates, chance: Chance(seed: 4711))
        var objects: [ObjectKey: KubernetesObject] = [:]
        var engine = Engine(translation: settings)
        for number in 0..<batches {
            var changes = number == 0 ? world.furniture().map(ObjectChange.set) : []
            for _ in 0..<3 { changes.append(world.change(of: objects)) }
            for change in changes {
                if case .set(let object) = change { objects[change.key] = object } else { objects[change.key] = nil }
            }
            let outcome = await engine.apply(ObjectBatch(changes: changes, completesSync: true))
            for (style, publication) in outcome.publications {
                publisher.publish(publication.snapshot, changes: publication.changes, style: style)
            }
            try await settle(streams, isFirst: number == 0)
        }
        // An Envoy that was sent little has refused little.
        for type in [ResourceType.cluster, .endpoints, .listener, .route] {
            let accepted = streams.reports().compactMap(\.report).map { $0.channels[type].accepted }.max() ?? 0
            #expect(accepted > batches / 10, "\(type)")
        }
    }

    /// Waits until Envoy has answered everything; clusters that cannot become warm are waited for a while only.
    private static func settle(_ streams: ConnectedStreams, isFirst: Bool) async throws {
        let end = ContinuousClock.now + (isFirst ? .seconds(30) : .milliseconds(500))
        try await Task.sleep(for: .milliseconds(5))
        while ContinuousClock.now < end {
            let reports = streams.reports().compactMap(\.report)
            let isQuiet = reports.allSatisfy { report in
                report.phase == .rest && ResourceType.allCases.allSatisfy { report.channels[$0].inFlight == nil }
            }
            if isQuiet, reports.contains(where: { $0.channels[.listener].accepted > 0 }) { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        if isFirst { throw RigError("Envoy did not take its first configuration: \(streams.reports())") }
    }

    private static func settings() async throws -> TranslationSettings {
        var settings = TranslationSettings()
        settings.listeners.http = BindAddress(address: "127.0.0.1", port: try await FreePorts.one())
        settings.listeners.https = BindAddress(address: "127.0.0.1", port: try await FreePorts.one())
        settings.inspection.statistics = BindAddress(address: "127.0.0.1", port: try await FreePorts.one())
        settings.inspection.health = settings.inspection.statistics
        settings.inspection.adminPort = try await FreePorts.one()
        return settings
    }
}
