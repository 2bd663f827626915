import AsyncAlgorithms
package import Logging
package import ObjectStore
package import RoutingGraph
import ServiceLifecycle
package import XDSModel

/// Keeps what Envoys are sent true to what objects say.
///
/// One task owns the engine and consumes one sequence of events. It never waits for a stream, and no stream for it.
package struct Controller: Service {
    private let source: any ObjectSource
    private let publisher: SnapshotPublisher
    private let metrics: ControlPlaneMetrics
    private let logger: Logger
    private let observer: Observer?
    private let events = AsyncChannel<ControlEvent>()
    private let start: Engine
    private let rejections: AsyncStream<RejectedResponse>
    private let rejected: AsyncStream<RejectedResponse>.Continuation

    /// Whether the first full configuration was published.
    package let readiness = Readiness()

    /// Who is told of every batch, after it was published, and what it changed. The control loop calls it and must not be
    /// kept waiting.
    package typealias Observer = @Sendable (ObjectBatch, GraphChange) -> Void

    /// A controller that begins with this engine and publishes what it makes of the source.
    package init(
        engine: Engine, source: any ObjectSource, publisher: SnapshotPublisher, metrics: ControlPlaneMetrics,
        logger: Logger, observer: Observer? = nil
    ) {
        self.start = engine
        self.source = source
        self.publisher = publisher
        self.metrics = metrics
        self.logger = logger
        self.observer = observer
        (rejections, rejected) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1000))
    }

    /// Works until graceful shutdown; throws what the source throws when it cannot go on.
    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask(name: "source") {
                    try await source.run { batch in await events.send(.batch(batch)) }
                }
                tasks.addTask(name: "demand") {
                    for await style in publisher.demand { await events.send(.demand(style)) }
                }
                tasks.addTask(name: "rejections") {
                    for await response in rejections { await events.send(.rejected(response)) }
                }
                tasks.addTask(name: "control loop") { await consume() }
                defer { tasks.cancelAll() }
                try await tasks.next()
            }
        }
    }

    /// Tells that an Envoy refused a response; never waits.
    package func note(_ response: RejectedResponse) { rejected.yield(response) }

    /// Looks at the engine from its own task; nil when it does not run.
    package func inspect<Answer: Sendable>(
        _ look: @escaping @Sendable (Engine) -> Answer
    ) async -> Answer? {
        let (answers, continuation) = AsyncStream.makeStream(of: Answer.self, bufferingPolicy: .bufferingNewest(1))
        await events.send(
            .inspect { engine in
                continuation.yield(look(engine))
                continuation.finish()
            })
        for await answer in answers { return answer }
        return nil
    }

    private func consume() async {
        defer { events.finish() }
        var engine = start
        var holdoff = Holdoff()
        let clock = ContinuousClock()
        for await event in events {
            switch event {
            case .batch(let batch):
                if let delay = holdoff.delay(at: clock.now) { try? await clock.sleep(for: delay) }
                if await take(batch, into: &engine, clock) { holdoff.published(at: clock.now) }
            case .demand(let style):
                guard let publication = await engine.begin(style) else { continue }
                publisher.publish(publication.snapshot, changes: publication.changes, style: style)
                metrics.published(style)
            case .rejected(let response):
                RejectionLog.write(response, graph: engine.graph, logger: logger)
            case .inspect(let look):
                look(engine)
            }
        }
    }

    /// Answers whether something was published.
    private func take(_ batch: ObjectBatch, into engine: inout Engine, _ clock: ContinuousClock) async -> Bool {
        let began = clock.now
        SourceLog.write(batch.problems, logger: logger)
        if publisher.retire(.separate) { engine.end(.separate) }
        let outcome = await engine.apply(batch)
        for (style, publication) in outcome.publications {
            publisher.publish(publication.snapshot, changes: publication.changes, style: style)
        }
        let isFirst = engine.hasSynced && !readiness.isReady
        if isFirst {
            readiness.set()
            logger.info(
                "first configuration is complete", metadata: ["hosts": "\(engine.graph.hosts.count)"])
            ClassLog.write(engine.graph.table, logger: logger)
        }
        metrics.observe(batch: batch, outcome: outcome, engine: engine, took: clock.now - began)
        observer?(batch, outcome.change)
        // why: before everything is read, objects seem to lack what only comes later.
        if isFirst {
            StatusLog.write(engine.graph.statuses, logger: logger)
        } else if engine.hasSynced {
            StatusLog.write(outcome.change.statuses, logger: logger)
        }
        return !outcome.publications.isEmpty
    }
}

/// What the control loop consumes.
enum ControlEvent: Sendable {
    /// Objects changed.
    case batch(ObjectBatch)
    /// Somebody asks for resources of this style, which are not made yet.
    case demand(SourceStyle)
    /// An Envoy refused a response.
    case rejected(RejectedResponse)
    /// Somebody wants to look.
    case inspect(@Sendable (Engine) -> Void)
}
