import Logging
import ServiceLifecycle
import Synchronization
import XDSModel
import XDSServer

/// A server on a free loopback port, with everything that belongs to it.
struct RunningServer: Sendable {
    let port: Int
    let publisher: SnapshotPublisher
    let streams: ConnectedStreams
    let notices: NoticeLog
    let lifecycle: ServiceGroup

    /// Publishes to streams of both styles.
    func publish(_ resources: [ResourceType: [Resource]], changes: ChangeSet = .all) {
        var snapshot = Snapshot()
        for (type, list) in resources {
            for resource in list { snapshot[type].insert(resource) }
        }
        for style in SourceStyle.allCases { publisher.publish(snapshot, changes: changes, style: style) }
    }
}

/// Runs a server for as long as `body` runs; it must stop gracefully afterwards.
func withServer<Outcome: Sendable>(
    limits: StreamLimits = StreamLimits(), configure: (inout XDSServerConfiguration) -> Void = { _ in },
    _ body: @Sendable (RunningServer) async throws -> Outcome
) async throws -> Outcome {
    var configuration = XDSServerConfiguration(host: "127.0.0.1", port: 0)
    configure(&configuration)
    let (ports, listening) = AsyncStream.makeStream(of: Int.self)
    let (publisher, streams, notices) = (SnapshotPublisher(), ConnectedStreams(), NoticeLog())
    let server = DiscoveryServer(
        configuration, publisher: publisher, streams: streams, observer: notices.observer, limits: limits
    ) { _, port in
        listening.yield(port)
        listening.finish()
    }
    let lifecycle = ServiceGroup(
        services: [server], logger: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() }))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { listening.finish() }
            try await lifecycle.run()
        }
        guard let port = await ports.first(where: { _ in true }) else { throw NotListening() }
        let outcome = try await body(
            RunningServer(port: port, publisher: publisher, streams: streams, notices: notices, lifecycle: lifecycle))
        await lifecycle.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return outcome
    }
}

struct NotListening: Error {}

/// Everything an observer was told.
final class NoticeLog: Sendable {
    private let entries = Mutex<[(stream: StreamIdentity, notice: StreamNotice)]>([])

    var observer: StreamObserver {
        StreamObserver { stream, notice in self.entries.withLock { $0.append((stream, notice)) } }
    }

    var all: [(stream: StreamIdentity, notice: StreamNotice)] { entries.withLock { $0 } }

    /// Why streams ended, in order.
    var ends: [StreamEnd] {
        all.compactMap { if case .closed(let end) = $0.notice { end } else { nil } }
    }

    /// Rejections, in order, with the streams they came from.
    var rejections: [(stream: StreamIdentity, rejection: Rejection)] {
        all.compactMap { entry in
            guard case .model(.rejection(let rejection)) = entry.notice else { return nil }
            return (entry.stream, rejection)
        }
    }

    /// The responses written to a stream, in order.
    func sent(to stream: UInt64) -> [ResourceType] {
        all.compactMap { entry in
            guard entry.stream.number == stream, case .sent(let type, _, _, _) = entry.notice else { return nil }
            return type
        }
    }
}

extension Resource {
    /// A resource with made-up content.
    static func sample(_ name: String, version: UInt64 = 1, bytes: Int = 16) -> Resource {
        let body = Array("\(name)@\(version)".utf8) + [UInt8](repeating: 7, count: bytes)
        return Resource(name: name, version: Version(rawValue: version), body: body)
    }
}
