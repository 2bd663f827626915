import ControlPlane
import Logging
import ObjectStore
import XDSModel

/// A control plane that was given some batches.
struct RunningPlane {
    let metrics = ControlPlaneMetrics()
    let controller: Controller
    private let isDelivered: AsyncStream<Never>

    init(_ batches: ObjectBatch..., logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) {
        let (isDelivered, delivered) = AsyncStream.makeStream(of: Never.self)
        self.isDelivered = isDelivered
        controller = Controller(
            engine: Engine(), source: Batches(all: batches, delivered: delivered), publisher: SnapshotPublisher(),
            metrics: metrics, logger: logger)
    }

    /// Runs while `body` does, which begins when the first sync is complete.
    func run<Answer: Sendable>(_ body: @Sendable () async throws -> Answer) async throws -> Answer {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask(name: "controller") { try await controller.run() }
            defer { tasks.cancelAll() }
            await controller.readiness.wait()
            return try await body()
        }
    }

    /// Runs until every batch was taken in.
    func runThrough() async throws {
        try await run {
            for await _ in isDelivered {}
            // why: the last batch may be in work, and looking takes its turn after it.
            _ = await controller.inspect { $0.hasSynced }
        }
    }

    /// Delivers batches one after the other, then waits.
    private struct Batches: ObjectSource {
        let all: [ObjectBatch]
        let delivered: AsyncStream<Never>.Continuation

        @concurrent func run(delivering deliver: @Sendable (ObjectBatch) async -> Void) async throws {
            for batch in all { await deliver(batch) }
            delivered.finish()
            try await Task.sleep(for: .seconds(3600))
        }
    }
}
