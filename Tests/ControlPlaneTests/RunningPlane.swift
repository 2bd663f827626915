import ControlPlane
import Logging
import ObjectStore
import XDSModel

/// A control plane that was given one batch.
struct RunningPlane {
    let metrics = ControlPlaneMetrics()
    let controller: Controller

    init(_ batch: ObjectBatch, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) {
        controller = Controller(
            engine: Engine(), source: OneBatch(batch: batch), publisher: SnapshotPublisher(), metrics: metrics,
            logger: logger)
    }

    /// Runs while `body` does, which begins when the batch was taken in.
    func run<Answer: Sendable>(_ body: @Sendable () async throws -> Answer) async throws -> Answer {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask(name: "controller") { try await controller.run() }
            defer { tasks.cancelAll() }
            await controller.readiness.wait()
            return try await body()
        }
    }

    /// Delivers a batch, then waits.
    private struct OneBatch: ObjectSource {
        let batch: ObjectBatch

        @concurrent func run(delivering deliver: @Sendable (ObjectBatch) async -> Void) async throws {
            await deliver(batch)
            try await Task.sleep(for: .seconds(3600))
        }
    }
}
